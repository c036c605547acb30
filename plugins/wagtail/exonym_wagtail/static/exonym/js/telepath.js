/** How StreamField makes a field for a place, where a block is added. */
( function ( telepath ) {
  class Bound {
    constructor( element ) {
      this.element = element;
      this.input = element.querySelector( 'input[type=hidden]' );
      this.idForLabel = this.input.id;
    }

    getValue() { return this.input.value; }
    getState() { return this.input.value; }

    setState( state ) {
      this.input.value = state || '';
      if ( this.element.refresh ) this.element.refresh(); // else it looks when it is defined
    }

    getTextLabel() { return this.element.label || ''; }

    setInvalid( invalid ) {
      if ( invalid ) this.input.setAttribute( 'aria-invalid', 'true' );
      else this.input.removeAttribute( 'aria-invalid' );
    }

    focus() { this.element.focus(); }
    setCapabilityOptions() {}
  }

  class PlaceInput {
    constructor( attributes ) { this.attributes = attributes; }

    render( placeholder, name, id, state ) {
      const element = document.createElement( 'exonym-place-input' );
      for ( const [ key, value ] of Object.entries( this.attributes ) ) element.setAttribute( key, value );
      const input = document.createElement( 'input' );
      Object.assign( input, { type: 'hidden', name, id, value: state || '' } );
      element.append( input );
      placeholder.replaceWith( element );
      return new Bound( element );
    }

    getByName( name, container ) {
      const selector = `input[name="${ CSS.escape( name ) }"]`;
      const input = container.matches( selector ) ? container : container.querySelector( selector );
      return new Bound( input.closest( 'exonym-place-input' ) );
    }
  }

  telepath.register( 'exonym.PlaceInput', PlaceInput );
}( window.telepath ) );

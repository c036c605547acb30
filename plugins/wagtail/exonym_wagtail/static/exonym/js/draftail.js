/** A place as a mark in rich text, and a button that finds the places; what they do is loaded when it is wanted. */
( function ( { React, draftail }, script ) {
  const { endpoint } = script.dataset;
  const load = ( path ) => import( new URL( path, script.src ) );
  const failed = ( error ) => window.console.error( error );
  const PIN = [ 'M512 960C341 738 256 588 256 470a256 256 0 0 1 512 0c0 118-85 268-256 490zM512 370a100 100 0 1 0 0 200 100 100 0 0 0 0-200z' ];
  const TYPE = 'PLACE';

  class Source extends React.Component {
    componentDidMount() {
      const { editorState, entity, onComplete, onClose } = this.props;
      load( 'marking.js' ).then( ( { mark } ) => mark( { endpoint, editorState, entity } ) )
        .then( ( next ) => ( next ? onComplete( next ) : onClose() ) )
        .catch( ( error ) => {
          failed( error );
          onClose();
        } );
    }

    render() { return null; }
  }

  function Place( props ) {
    const { name, id } = props.contentState.getEntity( props.entityKey ).getData();
    return React.createElement( draftail.TooltipEntity, { ...props, icon: PIN, label: name || id } );
  }

  /** What is not marked yet: never marked unasked. */
  function Finder( { getEditorState, onChange } ) {
    const [ words, setWords ] = React.useState( null );
    React.useEffect( () => {
      let gone = false;
      load( '../elements/words.js' ).then( ( { wordsOf } ) => wordsOf( document.documentElement.lang || 'en' ) ).then( ( found ) => gone || setWords( found ), failed );
      return () => { gone = true; };
    }, [] );
    const onClick = () => load( 'marking.js' ).then( ( { find } ) => find( { endpoint, getEditorState, onChange } ) ).catch( failed );
    return words && React.createElement( 'button', { type: 'button', className: 'exonym-find button button-small button-secondary', onClick }, words.t( 'Find the places' ) );
  }

  draftail.registerPlugin( { type: TYPE, source: Source, decorator: Place }, 'entityTypes' );
  draftail.registerPlugin( { type: 'exonym-find', meta: Finder }, 'controls' );
}( window, document.currentScript ) );

/** A place as a mark in rich text, and a button that finds the places; their dialogs are loaded when they are wanted. */
( function ( { React, DraftJS, draftail }, script ) {
  const { EditorState, Modifier, SelectionState } = DraftJS;
  const { endpoint } = script.dataset;
  const dialogs = () => import( new URL( 'rich-text.js', script.src ) );
  const failed = ( error ) => window.console.error( error );
  const PIN = [ 'M512 960C341 738 256 588 256 470a256 256 0 0 1 512 0c0 118-85 268-256 490zM512 370a100 100 0 1 0 0 200 100 100 0 0 0 0-200z' ];
  const TYPE = 'PLACE';

  function selected( content, selection ) {
    if ( selection.getStartKey() !== selection.getEndKey() ) return '';
    return content.getBlockForKey( selection.getStartKey() ).getText().slice( selection.getStartOffset(), selection.getEndOffset() );
  }

  function mark( content, selection, place ) {
    const made = content.createEntity( TYPE, 'MUTABLE', { id: String( place.id ), name: place.name } );
    const key = made.getLastCreatedEntityKey();
    return selection.isCollapsed() ? Modifier.replaceText( made, selection, place.name, null, key ) : Modifier.applyEntity( made, selection, key );
  }

  class Source extends React.Component {
    componentDidMount() {
      const { editorState, entity, onComplete, onClose } = this.props;
      const content = editorState.getCurrentContent();
      const selection = editorState.getSelection();
      const told = { endpoint, text: selected( content, selection ), marked: entity ? entity.getData() : null };
      dialogs().then( ( { choose } ) => choose( told ) ).then( ( choice ) => {
        if ( ! choice ) return onClose();
        const next = choice.place ? mark( content, selection, choice.place ) : Modifier.applyEntity( content, selection, null );
        return onComplete( EditorState.push( editorState, next, 'apply-entity' ) );
      } ).catch( ( error ) => {
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
    const [ says, setSays ] = React.useState( null );
    React.useEffect( () => {
      let gone = false;
      dialogs().then( ( { word } ) => word( 'Find the places' ) ).then( ( found ) => gone || setSays( found ), failed );
      return () => { gone = true; };
    }, [] );
    const find = () => {
      const blocks = getEditorState().getCurrentContent().getBlocksAsArray().filter( ( block ) => block.getType() !== 'atomic' );
      const fields = blocks.map( ( block ) => ( { id: block.getKey(), text: block.getText() } ) );
      const isFree = ( { field, start, end } ) => {
        const block = getEditorState().getCurrentContent().getBlockForKey( field );
        for ( let at = start; at < end; at++ ) if ( block.getEntityAt( at ) ) return false;
        return true;
      };
      dialogs().then( ( { propose } ) => propose( { endpoint, fields, isFree } ) ).then( ( wanted ) => {
        if ( ! wanted.length ) return;
        const state = getEditorState();
        const content = wanted.reduce( ( made, { field, start, end, text, place } ) => {
          const block = made.getBlockForKey( field );
          if ( ! block || block.getText().slice( start, end ) !== text ) return made;
          return mark( made, SelectionState.createEmpty( field ).merge( { anchorOffset: start, focusOffset: end } ), place );
        }, state.getCurrentContent() );
        onChange( EditorState.push( state, content, 'apply-entity' ) );
      } ).catch( failed );
    };
    return says && React.createElement( 'button', { type: 'button', className: 'exonym-find button button-small button-secondary', onClick: find }, says );
  }

  draftail.registerPlugin( { type: TYPE, source: Source, decorator: Place }, 'entityTypes' );
  draftail.registerPlugin( { type: 'exonym-find', meta: Finder }, 'controls' );
}( window, document.currentScript ) );

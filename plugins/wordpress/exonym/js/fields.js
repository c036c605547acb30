// @ts-check
/**
 * The texts of a post: its title, and each rich text of each block, inner blocks too; how they are changed and shown.
 * Where something stands is counted as WordPress counts it, in units of UTF-16 of what is read.
 */

/** @typedef {{ id: string, text: string }} Field */
/** @typedef {{ path: (string | number)[], html: any, multiline?: string, kept: boolean }} Spot */

const wp = /** @type {any} */ (window).wp;
const TITLE = 'title';
/** Code, and what is no text of this post. */
const NOT_READ = [ 'core/html', 'core/code', 'core/shortcode', 'core/freeform', 'core/missing', 'core/more', 'core/block', 'core/nextpage', 'core/read-more', 'core/home-link' ];
const BLANKS_KEPT = [ 'core/preformatted', 'core/verse' ];
const RICH = [ 'html', 'rich-text' ];
const NOT_FIRST = [ 'core/heading', 'core/list-item', 'core/quote', 'core/pullquote', 'core/image', 'core/table', 'core/button' ];

/** @type {WeakMap<object, Field[]>} */
const known = new WeakMap(); // blocks are new objects where they were changed

/** All texts, in their order. @returns {Field[]} */
export function fieldsOf() {
	const title = wp.data.select( 'core/editor' ).getEditedPostAttribute( 'title' ) ?? '';
	return [ { id: TITLE, text: title }, ...ofBlocks( wp.data.select( 'core/block-editor' ).getBlocks() ) ].filter( ( { text } ) => text );
}

/** What tells that something was changed. */
export const stateOf = () => [ wp.data.select( 'core/editor' ).getEditedPostAttribute( 'title' ), wp.data.select( 'core/block-editor' ).getBlocks() ];

/** @param {any[]} blocks @returns {Field[]} */
function ofBlocks( blocks ) {
	return blocks.flatMap( ( block ) => {
		let found = known.get( block );
		if ( ! found ) {
			found = [ ...ofBlock( block ), ...( NOT_READ.includes( block.name ) ? [] : ofBlocks( block.innerBlocks ) ) ];
			known.set( block, found );
		}
		return found;
	} );
}

/** @param {any} block @returns {Field[]} */
function ofBlock( block ) {
	return spotsOf( block ).map( ( spot ) => ( { id: [ block.clientId, ...spot.path ].join( '/' ), text: richOf( spot ).text } ) );
}

/** Where a block has rich text. @param {any} block @returns {Spot[]} */
function spotsOf( block ) {
	if ( NOT_READ.includes( block.name ) ) return [];
	const kept = BLANKS_KEPT.includes( block.name );
	const schemas = wp.blocks.getBlockType( block.name )?.attributes ?? {};
	return Object.entries( schemas ).flatMap( ( [ name, schema ] ) => within( schema, block.attributes[ name ], [ name ], kept ) );
}

/**
 * @param {any} schema
 * @param {any} value
 * @param {(string | number)[]} path
 * @param {boolean} kept
 * @returns {Spot[]}
 */
function within( schema, value, path, kept ) {
	if ( value === null || value === undefined || value === '' ) return [];
	if ( RICH.includes( schema.source ) ) return [ { path, html: value, multiline: schema.multiline, kept } ];
	if ( schema.source !== 'query' || ! Array.isArray( value ) ) return [];
	return value.flatMap( ( row, at ) => Object.entries( schema.query ).flatMap( ( [ name, inner ] ) => within( inner, row?.[ name ], [ ...path, at, name ], kept ) ) );
}

/** @param {Spot} spot */
const richOf = ( { html, multiline, kept } ) => wp.richText.create( { html: String( html ), multilineTag: multiline, preserveWhiteSpace: kept } );

/**
 * Which block a field is in, and its name there; null for the title.
 *
 * @param {string} field
 */
export function placeOf( field ) {
	if ( field === TITLE ) return null;
	const [ block, ...path ] = field.split( '/' );
	return { block, path };
}

/**
 * Put something in the place of what stands there, as an edit that can be undone; marks of what stood there stay.
 *
 * @param {{ field: string, start: number, end: number, from: string, to: string }} change
 * @returns {boolean} whether it stood there
 */
export function change( { field, start, end, from, to } ) {
	const place = placeOf( field );
	if ( ! place ) {
		const title = wp.data.select( 'core/editor' ).getEditedPostAttribute( 'title' );
		if ( title.slice( start, end ) !== from ) return false;
		wp.data.dispatch( 'core/editor' ).editPost( { title: title.slice( 0, start ) + to + title.slice( end ) } );
		return true;
	}
	const block = wp.data.select( 'core/block-editor' ).getBlock( place.block );
	const spot = block && spotsOf( block ).find( ( { path } ) => path.join( '/' ) === place.path.join( '/' ) );
	const rich = spot && richOf( spot );
	if ( ! rich || rich.text.slice( start, end ) !== from ) return false;
	const piece = wp.richText.create( { text: to } );
	if ( end > start ) piece.formats = Array.from( { length: to.length }, () => rich.formats[ start ] );
	const value = wp.richText.insert( rich, piece, start, end );
	const html = wp.richText.toHTMLString( { value, multilineTag: spot.multiline, preserveWhiteSpace: spot.kept } );
	const typed = typeof spot.html === 'string' ? html : spot.html.constructor.fromHTMLString( html );
	const [ name, ...rest ] = spot.path;
	wp.data.dispatch( 'core/block-editor' ).updateBlockAttributes( place.block, { [ name ]: put( block.attributes[ name ], rest, typed ) } );
	return true;
}

/**
 * A value with another within.
 *
 * @param {any} whole
 * @param {(string | number)[]} path
 * @param {any} value
 * @returns {any}
 */
function put( whole, [ name, ...rest ], value ) {
	if ( name === undefined ) return value;
	const copy = Array.isArray( whole ) ? [ ...whole ] : { ...whole };
	copy[ name ] = put( whole[ name ], rest, value );
	return copy;
}

/** Put a text before the first paragraph, where it does not stand yet. @param {string} text */
export function begin( text ) {
	const first = fieldsOf().find( ( { id } ) => {
		const place = placeOf( id );
		return place && ! NOT_FIRST.includes( wp.data.select( 'core/block-editor' ).getBlockName( place.block ) );
	} );
	if ( first?.text.startsWith( text.trim() ) ) return;
	if ( first ) change( { field: first.id, start: 0, end: 0, from: '', to: text } );
	else wp.data.dispatch( 'core/block-editor' ).insertBlock( wp.blocks.createBlock( 'core/paragraph', { content: text } ), 0, undefined, false );
}

/** Show where something stands; the focus stays where it is. @param {string} field */
export function show( field ) {
	const place = placeOf( field );
	const frame = /** @type {HTMLIFrameElement | null} */ ( document.querySelector( 'iframe[name="editor-canvas"]' ) );
	const canvas = frame?.contentDocument ?? document;
	const found = place ? canvas.querySelector( `[data-block="${ CSS.escape( place.block ) }"]` ) : canvas.querySelector( '.editor-post-title, .edit-post-visual-editor__post-title-wrapper' );
	if ( place ) wp.data.dispatch( 'core/block-editor' ).selectBlock( place.block, null );
	found?.scrollIntoView( { block: 'nearest' } );
}

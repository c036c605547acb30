// @ts-check
/** Marks places in the text, as annotations: they are painted, and never written into it. */

import { placeOf } from './fields.js';

/** @typedef {import("../web/elements/annotation.js").Mention} Mention */

const wp = /** @type {any} */ (window).wp;
const MOST = 500; // each is drawn by itself
/** @type {Map<string, string>} what is painted: where and how, and the id of the annotation */
let painted = new Map();

/** The store, where this WordPress has it: it is an experiment of theirs. */
function store() {
	const found = wp.data.dispatch( 'core/annotations' );
	return found?.__experimentalAddAnnotation && found?.__experimentalRemoveAnnotation ? found : null;
}

/** Mark these and no others. @param {Mention[]} mentions */
export function paint( mentions ) {
	const annotations = store();
	if ( ! annotations ) return;
	const wanted = new Map( mentions.slice( 0, MOST ).flatMap( ( mention ) => {
		const place = placeOf( mention.field );
		if ( ! place || place.path.length !== 1 ) return []; // cells have no name that is known outside
		const told = { block: place.block, name: place.path[ 0 ], start: mention.start, end: mention.end, source: `exonym-${ lookOf( mention ) }` };
		return [ [ JSON.stringify( told ), told ] ];
	} ) );
	const stays = new Map();
	for ( const [ key, id ] of painted ) {
		if ( wanted.has( key ) && isAt( id, wanted.get( key ) ) ) stays.set( key, id );
		else annotations.__experimentalRemoveAnnotation( id );
	}
	for ( const [ key, { block, name, start, end, source } ] of wanted ) {
		if ( stays.has( key ) ) continue;
		const id = `exonym-${ crypto.getRandomValues( new Uint32Array( 2 ) ).join( '-' ) }`;
		annotations.__experimentalAddAnnotation( { id, source, blockClientId: block, richTextIdentifier: name, range: { start, end } } );
		stays.set( key, id );
	}
	painted = stays;
}

/** Whether an annotation is where it was put: those in what is typed move. @param {string} id @param {any} told */
function isAt( id, { block, name, start, end } ) {
	const all = wp.data.select( 'core/annotations' ).__experimentalGetAnnotationsForRichText?.( block, name ) ?? [];
	return all.some( ( /** @type {any} */ one ) => one.id === id && one.start === start && one.end === end );
}

/** @param {Mention} mention */
function lookOf( { verdict, place, findings } ) {
	if ( place && findings.some( ( { replacement } ) => replacement !== null ) ) return 'style';
	return verdict === 'match' ? 'match' : verdict === 'ambiguous' ? 'ambiguous' : 'unknown';
}

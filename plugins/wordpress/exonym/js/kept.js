// @ts-check
/** What is kept with the post: its places, and what was decided about names in it. */

/** @typedef {import("../web/elements/draft.js").ExonymDraft} Draft */
/** @typedef {{ id: number, name: string, lat: number, lon: number, country: string, surfaces: string[], role: string }} Kept */

const wp = /** @type {any} */ (window).wp;
const MOST = 500;
const SPELLINGS = 50;
const LETTERS = 200;
/** @type {Set<string>} names whose decision the draft knows: from then on it says whether it holds */
const known = new Set();

/** @returns {{ exonym_places?: Kept[], exonym_decided?: { name: string, place: number }[] }} */
const meta = () => wp.data.select( 'core/editor' ).getEditedPostAttribute( 'meta' ) ?? {};

/** Whether this type of post keeps anything. */
export const isKept = () => meta().exonym_places !== undefined;

/**
 * Decide again what was decided before, once: of names in the text, with places that are still known.
 *
 * @param {Draft} draft
 * @returns {boolean} whether anything was decided
 */
export function restore( draft ) {
	const { exonym_places: places = [], exonym_decided: decided = [] } = meta();
	for ( const { name, place } of decided ) {
		const group = known.has( name ) ? undefined : draft.places.find( ( one ) => ! one.decided && one.mentions.some( ( at ) => draft.mentions[ at ].name === name ) );
		if ( ! group ) continue;
		known.add( name );
		const meant = place ? group.candidates.find( ( { id } ) => id === place ) ?? places.find( ( { id } ) => id === place ) : null;
		if ( meant === undefined ) continue;
		draft.decide( group.group, /** @type {any} */ ( meant ) );
		return true;
	}
	return false;
}

/**
 * Keep what the text says now. It is no step of its own to undo.
 *
 * @param {Draft} draft
 * @param {number | null} dateline the place that was put at the beginning
 */
export function keep( draft, dateline ) {
	if ( ! isKept() ) return;
	const before = meta();
	const from = dateline ?? before.exonym_places?.find( ( { role } ) => role === 'dateline' )?.id;
	const places = draft.places.flatMap( ( { place, verdict, spellings } ) => ( place && verdict === 'match' ? [ {
		id: Number( place.id ), name: cut( place.name ), lat: place.lat, lon: place.lon, country: cut( place.country ?? '' ),
		surfaces: spellings.slice( 0, SPELLINGS ).map( cut ), role: place.id === from ? 'dateline' : 'mentioned',
	} ] : [] ) ).slice( 0, MOST );
	/** @type {Map<string, { name: string, place: number }>} */
	const decided = new Map();
	for ( const group of draft.places.filter( ( one ) => one.decided ) ) {
		for ( const at of group.mentions ) {
			const { name } = draft.mentions[ at ];
			decided.set( name, { name: cut( name ), place: Number( group.place?.id ?? 0 ) } );
			known.add( name );
		}
	}
	const now = { exonym_places: places, exonym_decided: [ ...decided.values() ].slice( 0, MOST ) };
	if ( JSON.stringify( now.exonym_places ) === JSON.stringify( before.exonym_places ) && JSON.stringify( now.exonym_decided ) === JSON.stringify( before.exonym_decided ) ) return;
	wp.data.dispatch( 'core/editor' ).editPost( { meta: now }, { undoIgnore: true } );
}

/** @param {string} text */
const cut = ( text ) => text.slice( 0, LETTERS );

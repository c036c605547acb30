// @ts-check
/** The sidebar: tells the draft what is written, and does what it is told. */

import '../web/elements/draft.js';
import { begin, change, fieldsOf, show, stateOf } from './fields.js';
import { h } from '../web/elements/dom.js';
import { isKept, keep, restore } from './kept.js';
import { paint } from './marks.js';

/** @typedef {{ endpoint: string, desk: { id: string, title: string } | null }} Settings */

const wp = /** @type {any} */ (window).wp;
/** @type {{ draft: import("../web/elements/draft.js").ExonymDraft, box: HTMLElement } | null} */
let made = null; // once: what was decided stays while the sidebar is closed

/**
 * Show the places of the post.
 *
 * @param {HTMLElement} box
 * @param {Settings} settings
 * @returns {() => void} ends it
 */
export function open( box, settings ) {
	made ??= make( settings );
	box.append( made.box );
	const { draft } = made;
	/** @type {any[]} */
	let seen = [];
	const look = () => {
		const now = stateOf();
		if ( now.every( ( one, at ) => one === seen[ at ] ) ) return;
		seen = now;
		draft.fields = fieldsOf();
	};
	look();
	draft.annotate();
	return wp.data.subscribe( look );
}

/** @param {Settings} settings */
function make( { endpoint, desk } ) {
	const draft = /** @type {import("../web/elements/draft.js").ExonymDraft} */ ( h( 'exonym-draft', { endpoint } ) );
	draft.headers = () => ( { 'X-WP-Nonce': wp.apiFetch.nonceMiddleware.nonce } );
	draft.document = `wordpress-${ location.host }-${ wp.data.select( 'core/editor' ).getCurrentPostId() }`;
	if ( desk ) draft.setAttribute( 'desk', desk.id );
	const style = { position: 'sticky', bottom: '0', background: '#fff' }; // seen wherever the list was scrolled to
	const offered = h( 'div', { class: 'exonym-remember', 'aria-live': 'polite', tabindex: '-1', style } );
	/** @type {Promise<import("./remember.js").Remember> | null} */
	let loaded = null; // with the first decision
	const offer = async ( /** @type {import("./remember.js").Wish | null} */ wish ) => {
		if ( ! desk || ! loaded && ! wish ) return;
		loaded ??= import( './remember.js' ).then( ( { Remember } ) => new Remember( draft.client, desk.title, offered ) );
		const remember = await loaded;
		remember.words = draft.words;
		remember.offer( wish );
	};
	const note = h( 'p', { hidden: isKept() }, wp.i18n.__( 'Posts of this type keep no places: it lacks custom fields.', 'exonym' ) );
	/** @type {number | null} */
	let dateline = null;

	draft.addEventListener( 'exonym-annotated', () => queueMicrotask( () => {
		if ( draft.hasAttribute( 'busy' ) || restore( draft ) ) return;
		paint( draft.mentions );
		keep( draft, dateline );
	} ) );
	on( draft, 'exonym-decide', ( { mention, place } ) => {
		const meant = draft.mentions[ mention ];
		offer( meant ? { name: meant.name, place } : null );
	} );
	on( draft, 'exonym-undo', () => offer( null ) );
	on( draft, 'exonym-locate', ( { mention, moved } ) => { if ( ! moved && draft.mentions[ mention ] ) show( draft.mentions[ mention ].field ); } );
	on( draft, 'exonym-change', ( detail ) => change( detail ) );
	on( draft, 'exonym-insert', ( { text, place } ) => {
		dateline = place.id;
		begin( text );
		keep( draft, dateline ); // at once: who saves now saves it
	} );
	return { draft, box: h( 'div', null, note, draft, offered ) };
}

/**
 * @param {HTMLElement} element
 * @param {string} event
 * @param {(detail: any) => void} task
 */
const on = ( element, event, task ) => element.addEventListener( event, ( one ) => task( /** @type {CustomEvent} */ ( one ).detail ) );

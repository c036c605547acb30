// @ts-check
/** Below the places: what was decided is remembered for the desk, everywhere, where that is wanted. */

import { asError, saidOf } from '../web/elements/base.js';
import { fill, h } from '../web/elements/dom.js';
import { whereOf } from '../web/elements/place.js';

/** @typedef {import("../web/elements/client.js").Client} Client */
/** @typedef {import("../web/elements/place.js").Place} Place */
/** @typedef {{ name: string, place: Place | null }} Wish */

const { __, sprintf } = /** @type {any} */ (window).wp.i18n;

export class Remember {
	/**
	 * @param {Client} client
	 * @param {string} desk its title
	 * @param {HTMLElement} element where it is offered
	 */
	constructor( client, desk, element ) {
		this.client = client;
		this.desk = desk;
		this.element = element;
	}

	/** Offer to remember; null offers nothing. @param {Wish | null} wish */
	offer( wish ) {
		if ( ! wish ) return fill( this.element );
		/* translators: 1: a name, 2: the place that it means. */
		const said = sprintf( __( '%1$s means %2$s in this story.', 'exonym' ), wish.name, meant( wish ) );
		/* translators: %s: the desk, "World desk". */
		this.#say( said, button( sprintf( __( 'Remember for %s', 'exonym' ), this.desk ), () => this.#remember( wish ) ) );
	}

	/** @param {Wish} wish */
	#remember( wish ) {
		return this.#run( wish, async () => {
			const { decision } = await this.client.post( 'v1/decisions', { name: wish.name, place: wish.place?.id ?? null } );
			this.#done( wish, decision );
		} );
	}

	/** @param {Wish} wish @param {any} decision */
	#done( wish, decision ) {
		/* translators: 1: the desk, 2: a name, 3: the place that it means. */
		const said = sprintf( __( '%1$s remembers: %2$s means %3$s.', 'exonym' ), this.desk, wish.name, meant( wish ) );
		this.#say( said, button( __( 'Undo', 'exonym' ), () => this.#run( wish, async () => {
			await this.#write( 'DELETE', decision );
			this.offer( wish );
		} ) ) );
	}

	/** Somebody decided otherwise: theirs holds, unless it is to be changed. @param {Wish} wish @param {any} present */
	#contradicted( wish, present ) {
		/* translators: 1: a colleague, 2: a name. */
		const said = sprintf( __( '%1$s decided otherwise about %2$s.', 'exonym' ), present.by || __( 'Somebody', 'exonym' ), wish.name );
		this.#say( said, button( __( 'Decide mine instead', 'exonym' ), () => this.#run( wish, async () => {
			const { decision } = await this.#write( 'PATCH', present, { place: wish.place?.id ?? null } );
			this.#done( wish, decision );
		} ) ) );
	}

	/**
	 * @param {string} method
	 * @param {any} decision as it was seen
	 * @param {unknown} [body]
	 */
	#write( method, decision, body ) {
		const headers = { 'If-Match': `"${ decision.version }"`, 'Content-Type': 'application/json' };
		const sent = body === undefined ? undefined : JSON.stringify( body );
		return this.client.send( this.client.url( `v1/decisions/${ decision.id }` ), { method, headers, body: sent }, {} );
	}

	/** @param {Wish} wish @param {() => Promise<void>} task */
	async #run( wish, task ) {
		if ( this.element.ariaBusy === 'true' ) return;
		this.element.ariaBusy = 'true';
		try {
			await task();
		} catch ( error ) {
			const { present } = asError( error );
			if ( present ) this.#contradicted( wish, present );
			else this.#say( saidOf( asError( error ), this.words ), button( __( 'Try again', 'exonym' ), () => this.#run( wish, task ) ) );
		} finally {
			this.element.ariaBusy = null;
		}
	}

	/** @param {string} said @param {HTMLElement} action */
	#say( said, action ) {
		const held = this.element.contains( document.activeElement );
		fill( this.element, h( 'p', null, said ), action );
		if ( held ) action.focus();
	}

	words = /** @type {any} */ ( null );
}

/** @param {Wish} wish */
const meant = ( { place } ) => ( place ? [ place.name, whereOf( place ) ].filter( Boolean ).join( ', ' ) : __( 'no place', 'exonym' ) );

/** @param {string} says @param {() => void} onclick */
const button = ( says, onclick ) => h( 'button', { type: 'button', class: 'components-button is-secondary', style: { 'white-space': 'normal', height: 'auto', 'min-height': '36px', 'text-align': 'start' }, onclick }, says );

/** The sidebar and the block, as the block editor registers them; the modules are loaded when the sidebar is opened. */
( function ( wp, settings ) {
	const { createElement: el, useEffect, useRef } = wp.element;
	const { __ } = wp.i18n;
	const { PluginSidebar, PluginSidebarMoreMenuItem } = wp.editor && wp.editor.PluginSidebar ? wp.editor : wp.editPost;
	const load = () => import( settings.modules + 'sidebar.js' );
	const pin = el( 'svg', { viewBox: '0 0 24 24', width: 24, height: 24, 'aria-hidden': true },
		el( 'path', { d: 'M12 21c4-5.2 6-8.7 6-11.5a6 6 0 0 0-12 0C6 12.3 8 15.8 12 21Z', fill: 'none', stroke: 'currentColor', strokeWidth: 1.7 } ),
		el( 'circle', { cx: 12, cy: 9.5, r: 2.2, fill: 'currentColor' } ) );

	function Places() {
		const box = useRef( null );
		useEffect( () => {
			let close = null;
			let gone = false;
			load().then( ( { open } ) => {
				if ( ! gone ) close = open( box.current, settings );
			} ).catch( () => {
				if ( ! gone ) box.current.textContent = __( 'Exonym cannot be loaded.', 'exonym' );
			} );
			return () => {
				gone = true;
				if ( close ) close();
			};
		}, [] );
		return el( 'div', { ref: box, className: 'exonym-sidebar', style: { padding: '16px', colorScheme: 'light' } } );
	}

	function NotReady() {
		const link = settings.settings && el( 'a', { href: settings.settings }, __( 'Settings', 'exonym' ) );
		return el( 'p', { style: { padding: '0 16px' } }, __( 'Exonym is not set up: an administrator has to give its address.', 'exonym' ), ' ', link );
	}

	wp.plugins.registerPlugin( 'exonym', {
		icon: pin,
		render: () => [
			el( PluginSidebarMoreMenuItem, { key: 'more', target: 'places' }, __( 'Places of the story', 'exonym' ) ),
			el( PluginSidebar, { key: 'bar', name: 'places', title: __( 'Places of the story', 'exonym' ) }, el( settings.ready ? Places : NotReady ) ),
		],
	} );

	wp.blocks.registerBlockType( 'exonym/map', {
		apiVersion: 3,
		title: __( 'Map of this story', 'exonym' ),
		description: __( 'A picture with the places of the story, drawn when it is saved.', 'exonym' ),
		icon: pin,
		category: 'media',
		supports: { html: false, multiple: false, align: [ 'wide', 'full' ] },
		edit: function Edit() {
			const post = wp.data.useSelect( ( select ) => select( 'core/editor' ).getCurrentPostId(), [] );
			const saving = wp.data.useSelect( ( select ) => select( 'core/editor' ).isSavingPost(), [] );
			const picture = saving ? el( 'p', null, '…' ) : el( wp.serverSideRender, { block: 'exonym/map', urlQueryArgs: { post_id: post } } );
			return el( 'div', wp.blockEditor.useBlockProps(), picture );
		},
		save: () => null,
	} );

	if ( settings.ready && window.requestIdleCallback ) window.requestIdleCallback( load, { timeout: 10000 } );
}( window.wp, window.exonymSettings ) );

/** What an extension sees of Superdesk: it is activated, its widgets are drawn with the article, its patches are applied. */
( function () {
  const MODULES = [ './settings', './written', './texts', './places', './extension' ];
  const loaded = { react: window.React };

  window.loaded = ( name ) => loaded[ name ];

  async function load() {
    for ( const name of MODULES ) {
      const code = await ( await fetch( `${ name.slice( 2 ) }.js` ) ).text();
      const exports = {};
      new Function( 'require', 'exports', code )( ( asked ) => loaded[ asked ], exports ); // in their order, which is that of their imports
      loaded[ name ] = exports;
    }
    return loaded[ './extension' ].default;
  }

  window.start = async ( config, article ) => {
    const client = { article, patches: [], contributions: null };
    const superdesk = {
      instance: { config },
      localization: { gettext: ( text ) => text },
      session: { getToken: () => 'Basic of-the-session' },
      entities: { article: { patch: ( one, patch ) => {
        client.patches.push( patch );
        client.edit( patch );
      } } },
    };
    const { contributions = {} } = await ( await load() ).activate( superdesk );
    const components = [ ...( contributions.authoringTopbarWidgets ?? [] ), ...( contributions.authoringSideWidgets ?? [] ).map( ( one ) => one.component ) ];
    const draw = () => window.ReactDOM.render(
      window.React.createElement( 'div', null, components.map( ( one, at ) => window.React.createElement( one, { key: at, article: client.article } ) ) ),
      document.getElementById( 'authoring' ) );
    client.contributions = contributions;
    /** An edit of the article that is open: by hand, or by an extension. */
    client.edit = async ( patch ) => {
      const next = { ...client.article, ...patch };
      client.article = contributions.authoring ? await contributions.authoring.onUpdate( client.article, next ) : next;
    };
    client.save = draw; // what is saved comes back as another article
    window.client = client;
    draw();
  };
}() );

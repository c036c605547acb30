/** The components: the places of an article, and the button that opens them. */

import * as React from 'react';
import {IArticle, ISuperdesk} from 'superdesk-api';
import {headersFor, ISettings} from './settings';
import {begun, changed, fieldsOf, IChange, IField} from './texts';
import {Written} from './written';

/** What is used of the element: packages/elements has all of its types. */
interface IDraft extends HTMLElement {
    fields: Array<IField>;
    document: string | null;
    headers: () => Promise<Record<string, string>>;
    mentions: ReadonlyArray<{name: string}>;
    client: {post(path: string, body: unknown): Promise<{decision: {id: string}}>};
}

interface IProps {
    article: IArticle;
}

interface IWish {
    name: string;
    place: {id: number; name: string} | null;
}

interface IState {
    wish: IWish | null;
    said: string;
}

const ELEMENTS = 'web/elements.js';

/** Load the elements from the service, once. */
function load(url: string): void {
    if (customElements.get('exonym-draft') == null && document.querySelector(`script[src="${url + ELEMENTS}"]`) == null) {
        const script = document.createElement('script');

        script.type = 'module';
        script.src = url + ELEMENTS;
        document.head.appendChild(script);
    }
}

/** The places of an article. */
export function placesFor(superdesk: ISuperdesk, settings: ISettings, written: Written): React.ComponentType<IProps> {
    const {gettext} = superdesk.localization;
    const headers = headersFor(superdesk, settings);

    return class Places extends React.PureComponent<IProps, IState> {
        state: IState = {wish: null, said: ''};
        private box = React.createRef<HTMLDivElement>();
        private draft: IDraft | null = null;
        private article: IArticle = this.props.article;
        private end: () => void = () => undefined;

        async componentDidMount() {
            load(settings.url);
            this.end = written.listen((article) => {
                if (article._id === this.article._id) {
                    this.tell(article);
                }
            });
            await customElements.whenDefined('exonym-draft');
            if (this.box.current != null) {
                this.make(this.box.current);
            }
        }

        componentDidUpdate(before: IProps) {
            if (before.article !== this.props.article) {
                this.tell(this.props.article);
            }
        }

        componentWillUnmount() {
            this.end();
        }

        private make(box: HTMLElement): void {
            const draft = document.createElement('exonym-draft') as IDraft;

            draft.setAttribute('endpoint', settings.url);
            if (settings.desk != null) {
                draft.setAttribute('desk', settings.desk);
            }
            draft.document = `superdesk-${this.article._id}`;
            draft.headers = headers;
            this.hear<IChange>(draft, 'exonym-change', (change) => this.patch(changed(this.article, change)));
            this.hear<{text: string}>(draft, 'exonym-insert', ({text}) => this.patch(begun(this.article, text)));
            this.hear<{mention: number; place: IWish['place']}>(draft, 'exonym-decide', ({mention, place}) => {
                const {name} = draft.mentions[mention];

                this.setState({wish: settings.desk == null ? null : {name, place}, said: ''});
            });
            this.hear(draft, 'exonym-undo', () => this.setState({wish: null, said: ''}));
            this.draft = draft;
            box.appendChild(draft);
            this.tell(this.article);
        }

        private hear<T>(draft: IDraft, event: string, task: (detail: T) => void): void {
            draft.addEventListener(event, (heard) => task((heard as CustomEvent<T>).detail));
        }

        private tell(article: IArticle): void {
            this.article = article;
            if (this.draft != null) {
                this.draft.fields = fieldsOf(article);
            }
        }

        /** As an edit of the article that is open: it is saved with the others. */
        private patch(patch: Partial<IArticle> | null): void {
            if (patch != null) {
                superdesk.entities.article.patch(this.article, patch);
                this.tell({...this.article, ...patch});
            }
        }

        private async remember({name, place}: IWish) {
            const draft = this.draft as IDraft;

            try {
                await draft.client.post(`v1/desks/${settings.desk}/decisions`, {name, place: place?.id ?? null, via: 'cms'});
                this.setState({wish: null, said: gettext('The desk remembers it.')});
            } catch {
                this.setState({said: gettext('It could not be remembered.')});
            }
        }

        render() {
            const {wish, said} = this.state;

            return (
                <div className="exonym-places" style={{padding: 16}}>
                    <div ref={this.box} />
                    <div aria-live="polite">
                        {said === '' ? null : <p>{said}</p>}
                        {wish == null ? null : (
                            <button type="button" className="btn" onClick={() => this.remember(wish)}>
                                {gettext('Remember for the desk')}
                            </button>
                        )}
                    </div>
                </div>
            );
        }
    };
}

/** A button above the article that opens its places, and closes them. */
export function buttonFor(superdesk: ISuperdesk, Places: React.ComponentType<IProps>): React.ComponentType<IProps> {
    const {gettext} = superdesk.localization;
    const side: React.CSSProperties = {
        position: 'fixed', insetBlock: '96px 0', insetInlineEnd: 0, inlineSize: 'min(360px, 100vw)', overflow: 'auto', zIndex: 1000,
        background: '#fff', borderInlineStart: '1px solid #7f8c90', colorScheme: 'light',
    };

    return class PlacesButton extends React.PureComponent<IProps, {open: boolean}> {
        state = {open: false};

        render() {
            const {open} = this.state;

            return (
                <div>
                    <button type="button" className="btn" aria-expanded={open} onClick={() => this.setState({open: !open})}>
                        {gettext('Places')}
                    </button>
                    {open ? <section aria-label={gettext('Places')} style={side}><Places article={this.props.article} /></section> : null}
                </div>
            );
        }
    };
}

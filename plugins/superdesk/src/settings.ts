/** What is set in `superdesk.config.js`, as `exonym: {url, token, desk, side}`. */

import {ISuperdesk} from 'superdesk-api';

export interface ISettings {
    /** Where the service is: `https://places.example.org/`. */
    url: string;
    /** The route of Superdesk's server that hands out a token: it has the key, browsers never do. */
    token: string;
    /** The desk whose decisions count. */
    desk: string | null;
    /** Whether the client has widgets beside the text; else a button above it opens the places. */
    side: boolean;
}

const MARGIN = 60000; // ms before its end in which a token is not used any more

/** The settings; null where no address is set. */
export function settingsOf(superdesk: ISuperdesk): ISettings | null {
    const told = (superdesk.instance.config as {exonym?: Partial<ISettings>}).exonym ?? {};

    if (typeof told.url !== 'string' || !/^https?:\/\//.test(told.url)) {
        return null;
    }

    return {
        url: told.url.replace(/\/*$/, '/'),
        token: told.token ?? '/exonym-token',
        desk: told.desk ?? null,
        side: told.side === true,
    };
}

/** Headers for the service: a token, which is asked for again when it ends. */
export function headersFor(superdesk: ISuperdesk, settings: ISettings): () => Promise<Record<string, string>> {
    let kept: {token: string; until: number} | null = null;

    return async () => {
        if (kept == null || kept.until < Date.now()) {
            const headers = {Authorization: superdesk.session.getToken()};
            const response = await fetch(settings.token, {method: 'POST', headers});

            if (!response.ok) {
                throw new Error(`No token: ${response.status}`);
            }

            const {token, expires} = await response.json();

            kept = {token, until: Date.parse(expires) - MARGIN};
        }

        return {Authorization: `Bearer ${kept.token}`};
    };
}

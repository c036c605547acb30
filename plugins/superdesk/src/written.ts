/** The article as it is being written: the client tells each change before it is saved. */

import {IArticle} from 'superdesk-api';

type Listener = (article: IArticle) => void;

export class Written {
    private listeners = new Set<Listener>();

    /** Tell who listens. */
    tell(article: IArticle): void {
        this.listeners.forEach((heard) => heard(article));
    }

    /** Listen; the function that is given back ends it. */
    listen(heard: Listener): () => void {
        this.listeners.add(heard);
        return () => {
            this.listeners.delete(heard);
        };
    }
}

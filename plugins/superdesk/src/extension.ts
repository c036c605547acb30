/** Exonym in Superdesk: a button above the article, and the places of its text beside it. */

import {IArticle, IExtension, IExtensionActivationResult, ISuperdesk} from 'superdesk-api';
import {settingsOf} from './settings';
import {Written} from './written';
import {buttonFor, placesFor} from './places';

/** What clients newer than the published types take as well: a widget beside the text. */
interface ISideWidget {
    _id: string;
    label: string;
    icon: string;
    order: number;
    component: React.ComponentType<{article: IArticle}>;
}

type Contributions = NonNullable<IExtensionActivationResult['contributions']> & {authoringSideWidgets?: Array<ISideWidget>};

const extension: IExtension = {
    id: 'exonym',
    activate: (superdesk: ISuperdesk) => {
        const settings = settingsOf(superdesk);

        if (settings == null) {
            return Promise.resolve({}); // not set up: nothing is shown
        }

        const written = new Written();
        const Places = placesFor(superdesk, settings, written);
        const contributions: Contributions = {
            authoring: {
                onUpdate: (_current: IArticle, next: IArticle) => {
                    written.tell(next);
                    return Promise.resolve(next);
                },
            },
        };

        if (settings.side) {
            contributions.authoringSideWidgets = [{
                _id: 'exonym', label: superdesk.localization.gettext('Places'), icon: 'map-marker', order: 8, component: Places,
            }];
        } else {
            contributions.authoringTopbarWidgets = [buttonFor(superdesk, Places)];
        }

        return Promise.resolve({contributions});
    },
};

export default extension;

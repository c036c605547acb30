/**
 * The texts of an article without their markup, a field for each paragraph, and how one is changed within its markup.
 * Where something stands is counted in units of UTF-16.
 */

import {IArticle} from 'superdesk-api';

export interface IField {
    id: string;
    text: string;
}

export interface IChange {
    field: string;
    start: number;
    end: number;
    from: string;
    to: string;
}

type Name = 'headline' | 'abstract' | 'body_html';

const NAMES: Array<Name> = ['headline', 'abstract', 'body_html'];
const PARAGRAPHS = 'p, h1, h2, h3, h4, h5, h6, li, blockquote, td, th, figcaption, pre, div';

/** All texts that are not blank. */
export function fieldsOf(article: IArticle): Array<IField> {
    return NAMES.reduce<Array<IField>>((fields, name) => [
        ...fields,
        ...paragraphsIn(read(article[name])).map((text, at) => ({id: `${name}/${at}`, text: nodesOf(text).map(({data}) => data).join('')})),
    ], []).filter(({text}) => text.trim() !== '');
}

/** What a change makes of the article; null where the text does not stand there any more. */
export function changed(article: IArticle, {field, start, end, from, to}: IChange): Partial<IArticle> | null {
    const [name, at] = field.split('/') as [Name, string];
    const body = read(article[name]);
    const paragraph = paragraphsIn(body)[Number(at)];
    const nodes = paragraph == null ? [] : nodesOf(paragraph);
    const text = nodes.map(({data}) => data).join('');

    if (paragraph == null || text.slice(start, end) !== from) {
        return null;
    }

    replace(paragraph, nodes, start, end, to);
    return {[name]: written(article[name], body)};
}

/** Put a text in the place of what stands there, with the markup of its first letter. */
function replace(paragraph: HTMLElement, nodes: Array<Text>, start: number, end: number, to: string): void {
    let left: string | null = to;
    let at = 0;

    nodes.forEach((node, number) => {
        const [first, last] = [start - at, end - at].map((one) => Math.min(Math.max(one, 0), node.data.length));
        const isHere = left != null && (start < at + node.data.length || number === nodes.length - 1);

        at += node.data.length;
        node.data = node.data.slice(0, first) + (isHere ? left : '') + node.data.slice(last);
        left = isHere ? null : left;
    });
    if (left != null) {
        paragraph.append(left);
    }
}

/** What a dateline makes of the article: it stands before the first paragraph of the body. */
export function begun(article: IArticle, text: string): Partial<IArticle> {
    const first = fieldsOf(article).find(({id}) => id.startsWith('body_html/'));
    const made = first == null ? null : changed(article, {field: first.id, start: 0, end: 0, from: '', to: text});

    if (made != null) {
        return made;
    }

    const paragraph = document.createElement('p');

    paragraph.textContent = text;
    return {body_html: paragraph.outerHTML + (article.body_html ?? '')};
}

function read(html: string | undefined): HTMLElement {
    return new DOMParser().parseFromString(html ?? '', 'text/html').body;
}

/** As it was: a line without markup stays one. */
function written(before: string | undefined, body: HTMLElement): string {
    return /[<&]/.test(before ?? '') ? body.innerHTML : body.textContent ?? '';
}

/** The innermost blocks, and the whole where it has none. */
function paragraphsIn(body: HTMLElement): Array<HTMLElement> {
    const found = Array.from(body.querySelectorAll<HTMLElement>(PARAGRAPHS)).filter((one) => one.querySelector(PARAGRAPHS) == null);

    return found.length > 0 ? found : [body];
}

function nodesOf(paragraph: HTMLElement): Array<Text> {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const nodes: Array<Text> = [];

    while (walker.nextNode()) {
        nodes.push(walker.currentNode as Text);
    }

    return nodes;
}

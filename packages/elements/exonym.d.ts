/** What an Exonym service says of a place, as its API gives it. */
export interface Place {
  id: number | string;
  name: string;
  name_lang: string | null;
  lat: number;
  lon: number;
  country: string | null;
  country_name: string | null;
  admin1: Area | null;
  admin2: Area | null;
  feature: { class: string; code: string };
  population: number;
}

export interface Area {
  code: string;
  name: string;
  id: number | string | null;
}

export interface Problem {
  code: string;
  message: string;
  /** 0 where there was no answer. */
  status: number;
  /** In seconds. */
  retryAfter: number | null;
}

export type Headers = () => Record<string, string> | Promise<Record<string, string>>;
export type Params = Record<string, string | number | boolean | null | undefined | (string | number)[]>;
export interface Choices {
  signal?: AbortSignal;
  /** Milliseconds until a request is given up. */
  patience?: number;
}

export declare class ExonymError extends Error implements Problem {
  code: string;
  status: number;
  retryAfter: number | null;
  /** What holds instead, where somebody else was quicker. */
  present: any;
}

export declare class Client {
  constructor(choices?: { endpoint?: string; headers?: Headers | null });
  endpoint: string;
  headers: Headers | null;
  get(path: string, params?: Params, choices?: Choices): Promise<any>;
  post(path: string, body: unknown, choices?: Choices): Promise<any>;
  /** The address of a route; an endpoint may end in a query that takes the path: `/index.php?rest_route=/exonym/`. */
  url(path: string, params?: Params): string;
  send(url: string, request: RequestInit, choices?: Choices): Promise<any>;
  suggest(params: Params, choices?: Choices): Promise<{ suggestions: (Place & { matched: string })[] }>;
  resolve(params: Params, choices?: Choices): Promise<any>;
  place(id: number | string, params?: Params, choices?: Choices): Promise<Place>;
}

export declare class ExonymElement extends HTMLElement {
  /** Where the service is; by default where the module came from, so a bundle has to say it. */
  endpoint: string;
  /** The language of places' names; by default that of the interface, which is `lang`. */
  display: string;
  /** Headers of each request, for example a token. */
  headers: Headers | null;
  client: Client;
}

/** `<exonym-picker>`: a field for a place, which submits its id. */
export declare class ExonymPicker extends ExonymElement {
  text: string;
  readonly value: string;
  readonly name: string;
  place: Place | null;
  readonly form: HTMLFormElement | null;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  readonly willValidate: boolean;
  checkValidity(): boolean;
  reportValidity(): boolean;
}

/** `<exonym-verdict>`: the sign of a verdict, with its word. */
export declare class ExonymVerdict extends ExonymElement {
  verdict: string;
}

export interface Pin {
  lat: number;
  lon: number;
  label: string;
  sign?: string;
  state?: "match" | "ambiguous" | "none" | "desk";
}

/** `<exonym-map>`: places as pins on a map. */
export declare class ExonymMap extends ExonymElement {
  pins: Pin[];
  selected: number;
  mark(index: number | null): void;
}

export interface Candidate extends Place {
  /** The probability that it is meant. */
  score: number;
}

export interface Finding {
  rule: string;
  start: number;
  end: number;
  text: string;
  message: string;
  replacement: string | null;
}

/** Where a place is named; `start` and `end` are units of UTF-16. */
export interface Mention {
  field: string;
  start: number;
  end: number;
  text: string;
  name: string;
  kind: "place" | "demonym";
  probability: number;
  verdict: "match" | "ambiguous" | "no_match";
  place: Place | null;
  candidates: Candidate[];
  none: number;
  hint: string | null;
  group: string;
  decided: boolean;
  findings: Finding[];
}

/** One place of a text, or one name that is not settled; `mentions` are numbers of the mentions. */
export interface PlaceGroup {
  group: string;
  name: string;
  verdict: "match" | "ambiguous" | "no_match";
  decided: boolean;
  place: Place | null;
  mentions: number[];
  spellings: string[];
  candidates: Candidate[];
  none: number;
  remarks: string[];
  rules: string[];
}

export interface Change {
  mention: number;
  field: string;
  start: number;
  end: number;
  from: string;
  to: string;
}

export interface Note {
  kind: string[];
  mentions: number[];
  from: string;
  to: string | null;
  message: string;
  changes: Change[];
}

export interface Field {
  id: string;
  text: string;
  lang?: string | null;
}

/** `<exonym-places>`: the places of a text, those to decide first, and what is not house style. */
export declare class ExonymPlaces extends ExonymElement {
  mentions: Mention[];
  places: PlaceGroup[];
  notes: Note[];
  mode: string;
  current: string | null;
  focusPlace(group: string): void;
  point(group: string | null): void;
  pointCandidate(index: number): void;
  press(key: string): boolean;
}

/** `<exonym-dateline>`: where a story is told from, to be inserted. */
export declare class ExonymDateline extends ExonymElement {
  places: Place[];
  place: Place | null;
  date: Date | null;
  textLang: string;
  readonly text: string;
}

/** `<exonym-draft>`: what a text says of places while it is written. */
export declare class ExonymDraft extends ExonymElement {
  fields: Field[];
  document: string | null;
  auto: number;
  current: string | null;
  readonly mentions: Mention[];
  readonly places: PlaceGroup[];
  readonly notes: Note[];
  readonly textLang: string | null;
  annotate(): void;
  decide(group: string, place: Place | null): void;
  undo(): boolean;
  mentionAt(field: string, offset: number): Mention | null;
  focusPlace(group: string): void;
  point(group: string | null): void;
  press(key: string): boolean;
}

/** Have the sentences of a language at hand, as of `words/{lang}.json`. */
export declare function addWords(lang: string, sentences: Record<string, string>): void;

declare global {
  interface HTMLElementTagNameMap {
    "exonym-picker": ExonymPicker;
    "exonym-verdict": ExonymVerdict;
    "exonym-map": ExonymMap;
    "exonym-places": ExonymPlaces;
    "exonym-dateline": ExonymDateline;
    "exonym-draft": ExonymDraft;
  }
  interface HTMLElementEventMap {
    "exonym-pick": CustomEvent<{ place: Place; typed: string }>;
    "exonym-clear": CustomEvent<null>;
    "exonym-select": CustomEvent<{ index: number }>;
    "exonym-hover": CustomEvent<{ index?: number | null; group?: string | null }>;
    "exonym-annotated": CustomEvent<{
      mentions: Mention[];
      places: PlaceGroup[];
      notes: Note[];
      dateline: { place: Place; text: string } | null;
    }>;
    "exonym-decide": CustomEvent<{ group: string; mention: number; place: Place | null; remember: null }>;
    "exonym-undo": CustomEvent<object>;
    "exonym-locate": CustomEvent<{ group: string; mention: number; moved?: boolean }>;
    "exonym-change": CustomEvent<Change>;
    "exonym-insert": CustomEvent<{ text: string; place: Place | null }>;
    "exonym-error": CustomEvent<Problem>;
  }
}

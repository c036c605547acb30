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
}

export declare class Client {
  constructor(choices?: { endpoint?: string; headers?: Headers | null });
  endpoint: string;
  headers: Headers | null;
  get(path: string, params?: Params, choices?: Choices): Promise<any>;
  post(path: string, body: unknown, choices?: Choices): Promise<any>;
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

declare global {
  interface HTMLElementTagNameMap {
    "exonym-picker": ExonymPicker;
    "exonym-verdict": ExonymVerdict;
    "exonym-map": ExonymMap;
  }
  interface HTMLElementEventMap {
    "exonym-pick": CustomEvent<{ place: Place; typed: string }>;
    "exonym-clear": CustomEvent<null>;
    "exonym-select": CustomEvent<{ index: number }>;
    "exonym-hover": CustomEvent<{ index: number | null }>;
    "exonym-error": CustomEvent<Problem>;
  }
}

// @ts-check
/**
 * The texts of a page's form: lines, text areas, and each paragraph of rich text, in StreamField too; how they are
 * changed and shown. Where something stands is counted in units of UTF-16, as the editor counts it.
 */

/** @typedef {{ id: string, text: string }} Field */
/** @typedef {HTMLInputElement & { draftailEditor?: any }} Input */

const BETWEEN = "#"; // a field's name and the key of its paragraph
const LINES = ["text", "search"];
const NO_TEXT = ["atomic", "code-block"];

const draft = () => /** @type {any} */ (window).DraftJS;

/**
 * All texts of some fields, in their order.
 *
 * @param {HTMLFormElement} form
 * @param {string[]} names
 * @returns {Field[]}
 */
export function fieldsOf(form, names) {
  const inputs = [...form.elements].filter((one) => isText(one)).map((one) => /** @type {Input} */ (one));
  return names.flatMap((name) => inputs
    .filter((one) => (one.name === name || one.name.startsWith(`${name}-`)) && !isDeleted(form, one.name))
    .flatMap((one) => (one.draftailEditor ? paragraphsOf(one) : [{ id: one.name, text: one.value }])))
    .filter(({ text }) => text.trim());
}

/** @param {Element} one */
function isText(one) {
  if (one instanceof HTMLTextAreaElement) return true;
  return one instanceof HTMLInputElement && (LINES.includes(one.type) || Boolean(/** @type {Input} */ (one).draftailEditor));
}

/** Whether a field is in a block that is to be deleted. @param {HTMLFormElement} form @param {string} name */
function isDeleted(form, name) {
  return [...name.matchAll(/-\d+(?=-)/g)].some(({ index, 0: found }) => {
    const block = name.slice(0, index + found.length);
    const told = ["deleted", "DELETE"].map((word) => form.elements.namedItem(`${block}-${word}`));
    return told.some((one) => one instanceof HTMLInputElement && (one.type === "checkbox" ? one.checked : one.value !== ""));
  });
}

/** @param {Input} input @returns {Field[]} */
function paragraphsOf(input) {
  const blocks = input.draftailEditor.getEditorState().getCurrentContent().getBlocksAsArray();
  return blocks.filter((/** @type {any} */ block) => !NO_TEXT.includes(block.getType()))
    .map((/** @type {any} */ block) => ({ id: `${input.name}${BETWEEN}${block.getKey()}`, text: block.getText() }));
}

/**
 * What a field is: its input, and the key of the paragraph where it is rich text.
 *
 * @param {HTMLFormElement} form
 * @param {string} field
 */
function found(form, field) {
  const at = field.lastIndexOf(BETWEEN);
  const input = /** @type {Input | null} */ (form.elements.namedItem(at < 0 ? field : field.slice(0, at)));
  return { input, key: at < 0 ? null : field.slice(at + BETWEEN.length) };
}

/**
 * Put something in the place of what stands there; in rich text it keeps its look and can be undone.
 *
 * @param {HTMLFormElement} form
 * @param {{ field: string, start: number, end: number, from: string, to: string }} change
 * @returns {boolean} whether it stood there
 */
export function change(form, { field, start, end, from, to }) {
  const { input, key } = found(form, field);
  if (!input) return false;
  if (key === null) {
    if (input.value.slice(start, end) !== from) return false;
    input.setRangeText(to, start, end, "preserve");
    for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
    return true;
  }
  const { EditorState, Modifier, SelectionState } = draft();
  const state = input.draftailEditor.getEditorState();
  const content = state.getCurrentContent();
  const block = content.getBlockForKey(key);
  if (!block || block.getText().slice(start, end) !== from) return false;
  const where = SelectionState.createEmpty(key).merge({ anchorOffset: start, focusOffset: end });
  const next = start === end
    ? Modifier.insertText(content, where, to)
    : Modifier.replaceText(content, where, to, block.getInlineStyleAt(start), block.getEntityAt(start));
  input.draftailEditor.onChange(EditorState.push(state, next, "insert-characters"));
  return true;
}

/**
 * Put a text before the first paragraph.
 *
 * @param {HTMLFormElement} form
 * @param {string[]} names
 * @param {string} text
 */
export function begin(form, names, text) {
  const fields = fieldsOf(form, names);
  const first = fields.find(({ id }) => isParagraph(form, id)) ?? fields.find(({ id }) => form.elements.namedItem(id) instanceof HTMLTextAreaElement && id !== "title");
  return first ? change(form, { field: first.id, start: 0, end: 0, from: "", to: text }) : false;
}

/** @param {HTMLFormElement} form @param {string} field */
function isParagraph(form, field) {
  const { input, key } = found(form, field);
  return key !== null && input?.draftailEditor.getEditorState().getCurrentContent().getBlockForKey(key)?.getType() === "unstyled";
}

/** Show where something stands; the focus stays where it is. @param {HTMLFormElement} form @param {string} field */
export function show(form, field) {
  elementOf(form, field)?.scrollIntoView({ block: "center" });
}

/** @param {HTMLFormElement} form @param {string} field @returns {Element | null} */
function elementOf(form, field) {
  const { input, key } = found(form, field);
  if (!input || key === null) return input;
  return input.parentElement?.querySelector(`[data-block="true"][data-offset-key="${CSS.escape(`${key}-0-0`)}"]`) ?? null;
}

/**
 * What stands between two places of a paragraph, where it is shown; null where it is not.
 *
 * @param {HTMLFormElement} form
 * @param {{ field: string, start: number, end: number }} mention
 */
export function rangeOf(form, { field, start, end }) {
  const block = elementOf(form, field);
  if (!block || block instanceof HTMLInputElement || block instanceof HTMLTextAreaElement) return null;
  const range = document.createRange();
  let at = 0;
  for (const leaf of block.querySelectorAll('[data-text="true"]')) {
    const text = leaf.firstChild;
    const length = text?.nodeType === Node.TEXT_NODE ? /** @type {Text} */ (text).data.length : 0;
    if (text && at <= start && start < at + length) range.setStart(text, start - at);
    if (text && at < end && end <= at + length) {
      range.setEnd(text, end - at);
      return range.toString() ? range : null;
    }
    at += length;
  }
  return null;
}

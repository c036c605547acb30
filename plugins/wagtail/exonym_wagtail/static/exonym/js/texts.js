// @ts-check
/**
 * The texts of a page's form: lines, text areas, and each paragraph of rich text, in StreamField too; how they are
 * shown. Where something stands is counted in units of UTF-16, as the editor counts it.
 */

/** @typedef {{ id: string, text: string }} Field */
/** @typedef {HTMLInputElement & { draftailEditor?: any }} Input */

const BETWEEN = "#"; // a field's name and the key of its paragraph
const LINES = ["text", "search"];
const NO_TEXT = ["atomic", "code-block"];

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
export function found(form, field) {
  const at = field.lastIndexOf(BETWEEN);
  const input = /** @type {Input | null} */ (form.elements.namedItem(at < 0 ? field : field.slice(0, at)));
  return { input, key: at < 0 ? null : field.slice(at + BETWEEN.length) };
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

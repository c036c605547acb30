// @ts-check
/** Changes the texts of a page's form, as its editor would: what is changed can be undone, and keeps its look. */

import { fieldsOf, found } from "./texts.js";

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
  const { EditorState, Modifier, SelectionState } = /** @type {any} */ (window).DraftJS;
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
 * Put a text before the first paragraph, where it does not stand yet.
 *
 * @param {HTMLFormElement} form
 * @param {string[]} names
 * @param {string} text
 */
export function begin(form, names, text) {
  const fields = fieldsOf(form, names);
  const first = fields.find(({ id }) => isParagraph(form, id)) ?? fields.find(({ id }) => form.elements.namedItem(id) instanceof HTMLTextAreaElement && id !== "title");
  if (first?.text.startsWith(text.trim())) return true;
  return first ? change(form, { field: first.id, start: 0, end: 0, from: "", to: text }) : false;
}

/** @param {HTMLFormElement} form @param {string} field */
function isParagraph(form, field) {
  const { input, key } = found(form, field);
  return key !== null && input?.draftailEditor.getEditorState().getCurrentContent().getBlockForKey(key)?.getType() === "unstyled";
}

// @ts-check
/** Marks places in rich text: the one that is picked for what is selected, and those that were found and are wanted. */

import { choose, propose } from "./rich-text.js";

/** @typedef {{ id: string | number, name: string }} Named */

const TYPE = "PLACE";
const { EditorState, Modifier, SelectionState } = /** @type {any} */ (window).DraftJS;

/**
 * Ask which place is meant, and mark what is selected as it.
 *
 * @param {{ endpoint: string, editorState: any, entity: any }} told entity is the mark that is there
 * @returns {Promise<any>} the next state of the editor; null where nothing is to be changed
 */
export async function mark({ endpoint, editorState, entity }) {
  const content = editorState.getCurrentContent();
  const selection = editorState.getSelection();
  const choice = await choose({ endpoint, text: selected(content, selection), marked: entity ? entity.getData() : null });
  if (!choice) return null;
  return pushed(editorState, choice.place ? marked(content, selection, choice.place) : Modifier.applyEntity(content, selection, null));
}

/**
 * Propose the places of a text that are not marked, and mark those that are wanted.
 *
 * @param {{ endpoint: string, getEditorState: () => any, onChange: (state: any) => void }} told
 */
export async function find({ endpoint, getEditorState, onChange }) {
  const blockOf = (/** @type {string} */ key) => getEditorState().getCurrentContent().getBlockForKey(key);
  const blocks = getEditorState().getCurrentContent().getBlocksAsArray().filter((/** @type {any} */ block) => block.getType() !== "atomic");
  const fields = blocks.map((/** @type {any} */ block) => ({ id: block.getKey(), text: block.getText() }));
  const wanted = await propose({ endpoint, fields, isFree: ({ field, start, end }) => isFree(blockOf(field), start, end) });
  if (!wanted.length) return;
  const state = getEditorState();
  const content = wanted.reduce((made, { field, start, end, text, place }) => {
    const block = made.getBlockForKey(field);
    if (!place || !block || block.getText().slice(start, end) !== text) return made;
    return marked(made, SelectionState.createEmpty(field).merge({ anchorOffset: start, focusOffset: end }), place);
  }, state.getCurrentContent());
  onChange(pushed(state, content));
}

/** @param {any} state @param {any} content */
const pushed = (state, content) => EditorState.push(state, content, "apply-entity");

/** Whether nothing is marked there. @param {any} block @param {number} start @param {number} end */
function isFree(block, start, end) {
  for (let at = start; at < end; at++) if (block?.getEntityAt(at)) return false;
  return true;
}

/** What is selected, where it is within a paragraph. @param {any} content @param {any} selection */
function selected(content, selection) {
  if (selection.getStartKey() !== selection.getEndKey()) return "";
  return content.getBlockForKey(selection.getStartKey()).getText().slice(selection.getStartOffset(), selection.getEndOffset());
}

/** @param {any} content @param {any} selection @param {Named} place */
function marked(content, selection, place) {
  const made = content.createEntity(TYPE, "MUTABLE", { id: String(place.id), name: place.name });
  const key = made.getLastCreatedEntityKey();
  return selection.isCollapsed() ? Modifier.replaceText(made, selection, place.name, null, key) : Modifier.applyEntity(made, selection, key);
}

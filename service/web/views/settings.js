// @ts-check
/** What the browser keeps for a reader: in cookies, which the service sees before it draws; else while the page is open. */

const YEAR = 365 * 24 * 3600;
/** @type {Record<string, string>} */
const here = {};

/** @param {string} name */
export function kept(name) {
  if (name in here) return here[name];
  try {
    const found = document.cookie.split("; ").find((one) => one.startsWith(`exonym-${name}=`));
    return found ? found.slice(found.indexOf("=") + 1) : null;
  } catch {
    return null; // cookies are forbidden
  }
}

/**
 * @param {string} name
 * @param {string} value letters only; blank forgets
 */
export function keep(name, value) {
  here[name] = value;
  try {
    document.cookie = `exonym-${name}=${value}; path=/; max-age=${value ? YEAR : 0}; samesite=strict`;
  } catch {
    // it holds for this page, then
  }
}

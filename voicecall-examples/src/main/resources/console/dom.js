/** Elements. Text only ever becomes text: nothing here parses HTML. */

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes; those that are null, undefined or false are left out. Strings among the children become text. */
export function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same for a part of an SVG picture. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Sets a text, if it is another one: what has not changed is not announced again. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Makes the children of an element those of the items, in this order. An element whose item is still there stays, with its focus.
 *
 * @param key of an item, a string
 * @param create makes an item's element
 * @param update makes an element show its item as it is now
 */
export function syncChildren(parent, items, key, create, update) {
  const existing = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let previous = null;
  for (const item of items) {
    const name = key(item);
    let child = existing.get(name);
    existing.delete(name);
    if (!child) {
      child = create(item);
      child.dataset.key = name;
    }
    update(child, item);
    const place = previous ? previous.nextSibling : parent.firstChild;
    if (child !== place) {
      parent.insertBefore(child, place);
    }
    previous = child;
  }
  existing.forEach((child) => child.remove());
}

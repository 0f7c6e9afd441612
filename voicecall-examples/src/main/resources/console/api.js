/** What the service is asked for. */

const BASE = 'console/';

/** The key is needed, or its session is over. */
export class LoggedOut extends Error {}

async function request(path, options = {}) {
  const response = await fetch(BASE + path, { cache: 'no-store', credentials: 'same-origin', ...options });
  if (response.status === 401) {
    throw new LoggedOut((await problem(response)) || 'Log in first.');
  }
  if (!response.ok) {
    throw new Error((await problem(response)) || `The service answered ${response.status}.`);
  }
  return response.status === 204 ? null : response.json();
}

async function problem(response) {
  return response.json().then((body) => body.error, () => '');
}

/** {key_needed, allowed, phone}: whether there is a phone to talk to the agent by. */
export function session() {
  return request('session');
}

export function logIn(key) {
  return request('session', { method: 'POST', headers: { Authorization: `Bearer ${key}` } });
}

export function logOut() {
  return request('session', { method: 'DELETE' });
}

/** A page of calls, {calls, next}: those under way, or those that are over. */
export function calls(open, cursor = null, limit = open ? 200 : 20) {
  const query = new URLSearchParams({ open, limit });
  if (cursor) {
    query.set('cursor', cursor);
  }
  return request(`calls?${query}`);
}

/** All about a call; null if there is no such call. */
export async function call(id) {
  const response = await fetch(`${BASE}calls/${encodeURIComponent(id)}`, { cache: 'no-store', credentials: 'same-origin' });
  if (response.status === 404) {
    return null;
  }
  if (response.status === 401) {
    throw new LoggedOut('Log in first.');
  }
  if (!response.ok) {
    throw new Error((await problem(response)) || `The service answered ${response.status}.`);
  }
  return response.json();
}

/** How things are written. */

/** 65000 → "1:05". */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

/** 0.912 → "912 ms", 2.346 → "2.35 s", 75 → "1:15 min". */
export function seconds(value) {
  if (value < 1) {
    return value === 0 ? 'none' : `${Math.round(value * 1000)} ms`;
  }
  return value < 60 ? `${value.toFixed(value < 10 ? 2 : 1)} s` : `${duration(value * 1000)} min`;
}

/** "no_answer" → "No answer". */
export function words(name) {
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** When something was, today by the clock, else with the day. */
export function when(iso) {
  const date = new Date(iso);
  const today = new Date().toDateString() === date.toDateString();
  return date.toLocaleString(undefined, today
    ? { hour: '2-digit', minute: '2-digit', second: '2-digit' }
    : { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
}

/** The party that is not us. */
export function party(call) {
  return (call.direction === 'inbound' ? call.from : call.to) || 'Unknown number';
}

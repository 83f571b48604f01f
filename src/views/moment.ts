/**
 * A moment in local time: "09:14:02", with its date in front when that is not today's.
 * @param at ms since the epoch
 * @param now ms since the epoch
 */
export function formatMoment(at: number, now: number): string {
  const date = new Date(at);
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
  return date.toDateString() === new Date(now).toDateString() ? time : `${formatDay(date)} ${time}`;
}

function formatDay(date: Date): string {
  return [String(date.getFullYear()), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

const lengthDigits = 4;

/**
 * A key that sorts by code unit as people sort: "job-9" before "job-10", "b" after "A". Made once a
 * lock, so that ten thousand of them are put in order without a collator.
 */
export function naturalKey(label: string): string {
  return label.toLowerCase().replace(/\d+/g, (digits) => {
    const number = digits.replace(/^0+(?=\d)/, '');
    return `${String(number.length).padStart(lengthDigits, '0')}${number}`;
  });
}

/** Gives the reader a file. */

/** How long the address of a file stays: browsers begin to read it some time after the click. */
const ADDRESS_LIFE_MS = 60_000;

/** Saves a file as the browser saves downloads. */
export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), ADDRESS_LIFE_MS);
}

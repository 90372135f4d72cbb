/** Whether WebAssembly works here. */

/** The shortest module: a magic number and a version. */
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** A module with one function that splats and counts bits in a v128: valid only where simd128 is known. */
const SIMD_MODULE = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
);

/** Compiles an empty module and makes an instance of it. Rejects where a policy forbids either. */
export async function tryWasm(): Promise<void> {
  await WebAssembly.instantiate(EMPTY_MODULE);
}

/** Returns `true` if this browser has the vector instructions that all packages are built with. */
export function hasSimd(): boolean {
  return WebAssembly.validate(SIMD_MODULE);
}

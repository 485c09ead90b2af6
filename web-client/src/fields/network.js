// SPDX-License-Identifier: AGPL-3.0-or-later
// Tells networks from other words while they are typed; the server has the last word.

/** Addresses and networks as a role allows them: 10.1.0.0/16, 2001:db8::/32. @param {string} text */
export function isNetwork(text) {
  const [address, bits, more] = String(text).trim().split('/');
  const width = bits === undefined ? 0 : /^\d{1,3}$/.test(bits) ? Number(bits) : 999;
  if (more !== undefined || !address) return false;
  if (address.includes(':')) return width <= 128 && /^[0-9a-f:.]+$/i.test(address) && (address.match(/::/g) ?? []).length <= 1 && address.split(':').every((part) => part.length <= 4 || part.includes('.'));
  return width <= 32 && /^\d{1,3}(\.\d{1,3}){3}$/.test(address) && address.split('.').every((part) => Number(part) < 256);
}

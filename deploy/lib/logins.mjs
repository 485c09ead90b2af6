// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints the people of the demo company and how to log in as them, from the API's own list.
// usage: node logins.mjs BASE_URL. Must not know any name or password itself.
const answer = await fetch(`${process.argv[2]}/api/v1/auth/demo`, { signal: AbortSignal.timeout(5000) });
if (!answer.ok) process.exit(1);
const body = await answer.json();
const people = Array.isArray(body) ? body : body.data ?? [];

/** East Asian characters take two columns. */
const width = (text) => [...text].reduce((sum, c) => sum + (c.codePointAt(0) > 0x2e7f ? 2 : 1), 0);
const pad = (text, to) => text + ' '.repeat(Math.max(1, to - width(text)));

if (people.length > 0) console.log('Demo log-ins (one click each on the log-in page):');
for (const p of people) {
  console.log(`  ${pad(p.role_title ?? '', 16)}${pad(p.name ?? '', 12)}${pad(p.username ?? '', 18)}${p.password ?? ''}`);
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Half of the stories; see lib/lane.mjs.
import { lane } from './lib/lane.mjs'

await lane(0, 2)

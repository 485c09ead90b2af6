// SPDX-License-Identifier: AGPL-3.0-or-later
// Export of what the list shows: the same conditions, order and columns. A list
// of more rows than were counted is made by a job and fetched when it is done.
import { App } from 'antd';
import { download, get, post } from '../api/client.js';
import { Problem } from '../api/problem.js';
import { useFeedback } from '../app/feedback.jsx';
import { useText, useTranslation } from '../i18n/index.js';

const PAUSE = 1500;

const pause = () => new Promise((resolve) => { setTimeout(resolve, PAUSE); });

/** Waits for the job and downloads its file. @param {any} started answer of POST /exports @param {string} name */
async function fetchWhenDone(started, name) {
  for (;;) {
    const { body } = await get('/jobs/' + started.job_id);
    const { state, file_id: fileId, error_code: code } = body.data;
    if (state === 'done') return download('/files/' + fileId + '/content', name);
    if (state === 'failed' || state === 'cancelled') throw new Problem({ status: 500, code: code ?? 'internal' });
    await pause();
  }
}

/** @param {import('../meta/model.js').Resource} resource */
export function useExport(resource) {
  const { message } = App.useApp();
  const { t } = useTranslation();
  const text = useText();
  const { fail } = useFeedback();
  return async (format, query, count) => {
    const name = text(resource.title) + '-' + new Date().toISOString().slice(0, 10) + '.' + format;
    const large = Boolean(count && !count.exact);
    const hide = message.loading(t(large ? 'exports.job' : 'exports.started'), 0);
    try {
      if (large) {
        const { filter, fields, q, sort } = query;
        const { body } = await post('/exports', { resource: resource.name, format, filter: filter && JSON.parse(filter), fields: fields.split(','), q, sort });
        await fetchWhenDone(body.data, name);
      } else {
        await download('/' + resource.path + '/export', name, { query: { format, ...query } });
      }
    } catch (error) {
      fail(error);
    } finally {
      hide();
    }
  };
}

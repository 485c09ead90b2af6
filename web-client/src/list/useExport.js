// SPDX-License-Identifier: AGPL-3.0-or-later
// Export of what the list shows: the same conditions, order and columns, headings
// in the language of the moment. The server answers large ones with a job; its
// file is fetched when it is done.
import { App } from 'antd';
import { get, hand, post } from '../api/client.js';
import { downloadFile } from '../api/files.js';
import { Problem } from '../api/problem.js';
import { useFeedback } from '../app/feedback.jsx';
import { currentLanguage, useText, useTranslation } from '../i18n/index.js';

const PAUSE = 1500;
const ENDINGS = { envelopes: 'pdf', labels: 'pdf' };

const pause = () => new Promise((resolve) => { setTimeout(resolve, PAUSE); });

/** Waits for the job and downloads its file. @param {string} jobId @param {string} name */
async function fetchWhenDone(jobId, name) {
  for (;;) {
    const { body } = await get('/jobs/' + jobId);
    const { state, file_id: fileId, error_code: code } = body.data;
    if (state === 'done') return downloadFile({ id: fileId, name });
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
  /** @param {string} format @param {Record<string, any>} query @param {Record<string, any>} [body] in its place, for what is too long for an address: a job either way @returns {Promise<boolean>} */
  return async (format, query, body) => {
    const name = text(resource.title) + '-' + new Date().toISOString().slice(0, 10) + '.' + (ENDINGS[format] ?? format);
    let hide = message.loading(t('exports.started'), 0);
    try {
      if (body) {
        const { body: started } = await post('/exports', { resource: resource.name, format, labels: currentLanguage(), ...body });
        await fetchWhenDone(started.data.job_id, name);
        return true;
      }
      const answer = await get('/' + resource.path + '/export', { query: { format, labels: currentLanguage(), ...query }, as: 'blob' });
      if (answer.status !== 202) {
        hand(answer, name);
        return true;
      }
      hide();
      hide = message.loading(t('exports.job'), 0);
      await fetchWhenDone(JSON.parse(await answer.body.text()).data.job_id, name);
      return true;
    } catch (error) {
      fail(error);
      return false;
    } finally {
      hide();
    }
  };
}

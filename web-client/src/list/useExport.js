// SPDX-License-Identifier: AGPL-3.0-or-later
// Export of what the list shows: the same conditions, order and columns. Large
// ones answer with a job; the person is told and notified later.
import { App } from 'antd';
import { download } from '../api/client.js';
import { useFeedback } from '../app/feedback.jsx';
import { useText, useTranslation } from '../i18n/index.js';

/** @param {import('../meta/model.js').Resource} resource */
export function useExport(resource) {
  const { message } = App.useApp();
  const { t } = useTranslation();
  const text = useText();
  const { fail } = useFeedback();
  return async (format, query) => {
    const hide = message.loading(t('exports.started'), 0);
    const day = new Date().toISOString().slice(0, 10);
    try {
      await download('/' + resource.path + '/export', text(resource.title) + '-' + day + '.' + format, { query: { format, ...query } });
    } catch (error) {
      fail(error);
    } finally {
      hide();
    }
  };
}

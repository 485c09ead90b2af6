// SPDX-License-Identifier: AGPL-3.0-or-later
// What is said after an action: one toast form for success (with undo when the
// write has a change set) and one sentence per error code. No page words its own.
import { App, Button } from 'antd';
import { useMemo } from 'react';
import { useUndo } from '../api/saves.js';
import { Problem } from '../api/problem.js';
import { useTranslation } from '../i18n/index.js';

/** @param {unknown} error @param {(key: any, options?: any) => string} t @returns {string} */
export function sentenceOf(error, t) {
  if (!(error instanceof Problem)) return t('error.internal');
  const minutes = Math.ceil((error.retryAfter || 0) / 60);
  if (error.code === 'throttled' && minutes > 2) return t('error.throttledLong', { minutes });
  const sentence = t('error.' + error.code, { defaultValue: '', seconds: error.retryAfter || 5 });
  return sentence || error.detail || t('error.internal');
}

/**
 * done(text, changeSet?) and fail(error). Several change sets are taken back together.
 * @returns {{done: (text: string, changeSet?: string|string[]|null) => void, fail: (error: unknown) => void, sentence: (error: unknown) => string}}
 */
export function useFeedback() {
  const { notification, message } = App.useApp();
  const { t } = useTranslation();
  const { mutateAsync: undo } = useUndo();
  return useMemo(() => {
    const sentence = (error) => sentenceOf(error, t);
    const fail = (error) => {
      const note = error instanceof Problem && error.requestId && error.status >= 500 ? t('error.reference', { id: error.requestId }) : undefined;
      notification.error({ title: sentence(error), description: note, placement: 'bottomRight' });
    };
    const takeBack = async (key, changeSet) => {
      notification.destroy(key);
      try {
        let undone = 0;
        const conflicts = [];
        // what was written last goes first
        for (const id of [].concat(changeSet).reverse()) {
          const answer = await undo(id);
          undone += answer.undone;
          conflicts.push(...(answer.conflicts ?? []));
        }
        if (conflicts.length) notification.warning({ title: t('undo.partly', { undone, conflicts: conflicts.length }), placement: 'bottomRight' });
        else message.success(t('undo.done'));
      } catch (error) {
        fail(error);
      }
    };
    const done = (text, changeSet) => {
      if (!changeSet) return void message.success(text);
      const key = 'done';
      const title = <span className="gx-toast-line"><span>{text}</span><Button type="link" size="small" onClick={() => takeBack(key, changeSet)}>{t('undo.action')}</Button></span>;
      notification.success({ key, title, placement: 'bottomRight', duration: 8, className: 'gx-toast' });
    };
    return { done, fail, sentence };
  }, [notification, message, t, undo]);
}

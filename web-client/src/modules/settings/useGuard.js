// SPDX-License-Identifier: AGPL-3.0-or-later
// Asks before a changed draft is left: by closing the window, by a link, or by
// what the page itself does (it calls the function it gets).
import { App } from 'antd';
import { useCallback, useEffect } from 'react';
import { useNavigate } from 'react-router-dom';
import { useTranslation } from '../../i18n/index.js';

const linkOf = (event) => (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey ? event.target.closest?.('a[href^="/"]:not([target])') : null);

/** @param {boolean} dirty @returns {(go: () => void) => void} */
export function useGuard(dirty) {
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const { t } = useTranslation('settings');
  const guard = useCallback((go) => {
    if (dirty) modal.confirm({ title: t('rights.leave'), okText: t('rights.discard'), cancelText: t('rights.stay'), onOk: go });
    else go();
  }, [dirty, modal, t]);
  useEffect(() => {
    if (!dirty) return undefined;
    const close = (event) => event.preventDefault();
    const click = (event) => {
      const link = linkOf(event);
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      guard(() => navigate(link.getAttribute('href')));
    };
    window.addEventListener('beforeunload', close);
    document.addEventListener('click', click, true);
    return () => {
      window.removeEventListener('beforeunload', close);
      document.removeEventListener('click', click, true);
    };
  }, [dirty, guard, navigate]);
  return guard;
}

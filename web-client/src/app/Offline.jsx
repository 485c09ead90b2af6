// SPDX-License-Identifier: AGPL-3.0-or-later
// Says that the network is gone, for as long as it is.
import { Alert } from 'antd';
import { useSyncExternalStore } from 'react';
import { useTranslation } from '../i18n/index.js';

const subscribe = (watcher) => {
  window.addEventListener('online', watcher);
  window.addEventListener('offline', watcher);
  return () => {
    window.removeEventListener('online', watcher);
    window.removeEventListener('offline', watcher);
  };
};

export function Offline() {
  const { t } = useTranslation();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return online ? null : <Alert banner type="warning" title={t('page.offline')} />;
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Opens forms over whatever page is there. open() gives a promise of the saved
// record, or null when the person left; forms can be opened from forms.
import { Suspense, createContext, lazy, useCallback, useContext, useMemo, useState } from 'react';

const RecordForm = lazy(() => import('./RecordForm.jsx'));

/** @typedef {{resource: string, id?: string, defaults?: Record<string, any>, title?: string}} FormRequest */
/** @type {import('react').Context<{open: (request: FormRequest) => Promise<any>}>} */
const FormContext = createContext({ open: async () => null });
export const useForms = () => useContext(FormContext);

let serial = 0;

export function FormHost({ children }) {
  const [stack, setStack] = useState(/** @type {any[]} */ ([]));
  const open = useCallback(
    (request) => new Promise((resolve) => {
      serial += 1;
      setStack((forms) => [...forms, { ...request, key: serial, resolve }]);
    }),
    [],
  );
  const close = (key, record) => setStack((forms) => {
    forms.find((form) => form.key === key)?.resolve(record ?? null);
    return forms.filter((form) => form.key !== key);
  });
  const value = useMemo(() => ({ open }), [open]);
  return (
    <FormContext.Provider value={value}>
      {children}
      <Suspense fallback={null}>
        {stack.map(({ key, resource, id, defaults, title }, depth) => (
          <RecordForm key={key} resource={resource} id={id} defaults={defaults} title={title} depth={depth} onClose={(record) => close(key, record)} />
        ))}
      </Suspense>
    </FormContext.Provider>
  );
}

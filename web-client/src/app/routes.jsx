// SPDX-License-Identifier: AGPL-3.0-or-later
// Which page belongs to which address. Special pages of src/modules come first,
// then the generic ones: /<path> is a list, /<path>/<id> a record. A path that
// /meta does not know is "not found": the client never shows what it may not.
import { Suspense, lazy } from 'react';
import { Navigate, Route, Routes, useLocation, useParams } from 'react-router-dom';
import { useMeta } from '../api/queries.js';
import { home, pages } from '../modules/index.js';
import { ErrorBoundary } from './ErrorBoundary.jsx';
import { PageSkeleton } from './PageSkeleton.jsx';

const ListPage = lazy(() => import('../list/ListPage.jsx'));
const DetailPage = lazy(() => import('../detail/DetailPage.jsx'));
const RecycleBin = lazy(() => import('../pages/RecycleBin.jsx'));
const Account = lazy(() => import('../pages/Account.jsx'));
const Notifications = lazy(() => import('../pages/Notifications.jsx'));
const LinkReturn = lazy(() => import('../pages/LinkReturn.jsx'));
const NotFound = lazy(() => import('../pages/NotFound.jsx'));

const special = pages.map((page) => ({ ...page, Page: lazy(page.load) }));

function GenericList() {
  const resource = useMeta().byPath[useParams().path ?? ''];
  return resource ? <ListPage key={resource.name} resource={resource} /> : <NotFound />;
}

function GenericDetail() {
  const { path, id } = useParams();
  const resource = useMeta().byPath[path ?? ''];
  return resource ? <DetailPage key={id} resource={resource} id={id} /> : <NotFound />;
}

/** "/" is the page that a module offers as home, else the first list in the menu. */
function Home() {
  const meta = useMeta();
  const offered = special.some((page) => page.path === home && (!page.need || page.need(meta)));
  const first = meta.resources.find((resource) => resource.module === meta.modules[0]?.name) ?? meta.resources[0];
  return <Navigate replace to={offered ? home : '/' + (first?.path ?? 'me')} />;
}

export function AppRoutes() {
  const meta = useMeta();
  const { pathname } = useLocation();
  const allowed = special.filter((page) => !page.need || page.need(meta));
  return (
    <ErrorBoundary key={pathname}>
      <Suspense fallback={<PageSkeleton />}>
        <Routes>
          <Route path="/" element={<Home />} />
          {allowed.map(({ path, Page }) => <Route key={path} path={path} element={<Page />} />)}
          <Route path="/me/*" element={<Account />} />
          <Route path="/sso/callback" element={<LinkReturn />} />
          <Route path="/inbox" element={<Notifications />} />
          <Route path="/recycle-bin" element={<RecycleBin />} />
          <Route path="/:path" element={<GenericList />} />
          <Route path="/:path/:id" element={<GenericDetail />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </ErrorBoundary>
  );
}

// SPDX-License-Identifier: AGPL-3.0-or-later
// Icons named by the definition ("icon: bank"). Only those listed here are in the
// bundle; an unknown name shows the general one.
import {
  AlertOutlined, AppstoreOutlined, AuditOutlined, BankOutlined, BarChartOutlined, BellOutlined, BookOutlined, CalendarOutlined, CheckSquareOutlined, ClockCircleOutlined,
  ApartmentOutlined, BranchesOutlined, ClusterOutlined, CloudDownloadOutlined, CloudUploadOutlined, ContactsOutlined, CopyOutlined, CustomerServiceOutlined, DashboardOutlined, DatabaseOutlined, DeleteOutlined,
  DollarOutlined, DownloadOutlined, EditOutlined, ExportOutlined, FieldTimeOutlined, FileOutlined, FileTextOutlined, FilterOutlined, FolderOutlined, FormOutlined,
  FundOutlined, FunnelPlotOutlined, HomeOutlined, IdcardOutlined, ImportOutlined, InboxOutlined, LineChartOutlined, MailOutlined, MessageOutlined,
  NodeIndexOutlined, NotificationOutlined, OrderedListOutlined, PaperClipOutlined, PhoneOutlined, PieChartOutlined, PlusOutlined, ProductOutlined,
  ProfileOutlined, ProjectOutlined, SafetyOutlined, ScheduleOutlined, SettingOutlined, ShopOutlined, ShoppingOutlined, SolutionOutlined, SwapOutlined, SyncOutlined, TableOutlined, TagOutlined, TagsOutlined,
  TeamOutlined, ThunderboltOutlined, ToolOutlined, TrophyOutlined, UnorderedListOutlined, UploadOutlined, UserOutlined, WalletOutlined,
} from '@ant-design/icons';

const ICONS = {
  alert: AlertOutlined, branches: BranchesOutlined, cluster: ClusterOutlined, sync: SyncOutlined,
  apartment: ApartmentOutlined, appstore: AppstoreOutlined, audit: AuditOutlined, bank: BankOutlined, 'bar-chart': BarChartOutlined, bell: BellOutlined, book: BookOutlined,
  calendar: CalendarOutlined, 'check-square': CheckSquareOutlined, 'clock-circle': ClockCircleOutlined, 'cloud-download': CloudDownloadOutlined,
  'cloud-upload': CloudUploadOutlined, contacts: ContactsOutlined, copy: CopyOutlined, 'customer-service': CustomerServiceOutlined, dashboard: DashboardOutlined, database: DatabaseOutlined, delete: DeleteOutlined,
  dollar: DollarOutlined, download: DownloadOutlined, edit: EditOutlined, export: ExportOutlined, 'field-time': FieldTimeOutlined, file: FileOutlined, 'file-text': FileTextOutlined,
  filter: FilterOutlined, folder: FolderOutlined, form: FormOutlined, fund: FundOutlined, 'funnel-plot': FunnelPlotOutlined, funnel: FunnelPlotOutlined,
  home: HomeOutlined, idcard: IdcardOutlined, import: ImportOutlined, inbox: InboxOutlined, 'line-chart': LineChartOutlined, mail: MailOutlined,
  message: MessageOutlined, 'node-index': NodeIndexOutlined, notification: NotificationOutlined, 'ordered-list': OrderedListOutlined, 'paper-clip': PaperClipOutlined,
  phone: PhoneOutlined, 'pie-chart': PieChartOutlined, plus: PlusOutlined, product: ProductOutlined, profile: ProfileOutlined, project: ProjectOutlined,
  safety: SafetyOutlined, schedule: ScheduleOutlined, setting: SettingOutlined, shop: ShopOutlined, shopping: ShoppingOutlined, solution: SolutionOutlined, swap: SwapOutlined, table: TableOutlined, tag: TagOutlined,
  tags: TagsOutlined, team: TeamOutlined, thunderbolt: ThunderboltOutlined, tool: ToolOutlined, trophy: TrophyOutlined, 'unordered-list': UnorderedListOutlined,
  upload: UploadOutlined, user: UserOutlined, wallet: WalletOutlined,
};

/** @param {{name?: string, className?: string}} props */
export function Icon({ name, className }) {
  const Shown = ICONS[name ?? ''] ?? AppstoreOutlined;
  return <Shown className={className} aria-hidden="true" />;
}

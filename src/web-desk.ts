// What the page may see of the desk: joins the web channel's questions to the use cases. For main and the demo.
import { closeVisit, dashboardOf } from './app/dashboard.ts';
import type { Desk } from './app/desk.ts';
import { openVisit } from './app/open-visit.ts';
import type { Address, Application, Store } from './app/ports.ts';
import type { Dashboard } from './channels/web/dashboard/routes.ts';
import type { WebOptions } from './channels/web/options.ts';
import { loadCharts } from './charts/load.ts';
import { serviceOf } from './core/rights.ts';
import type { ApplicationView } from './core/progress.ts';
import { viewApplication } from './core/progress.ts';

const MIME = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
  zip: 'application/zip',
  json: 'application/json',
} as const;

type Answers = Pick<WebOptions, 'readLog' | 'readFile' | 'viewApplication' | 'listApplications' | 'health'>;

/** `desk` is asked for late: the channel is a part of the desk and so is made before it. `seats` are those of the demo. */
export function answersFor(store: Store, desk: () => Desk, seats: readonly Address[] = []): Answers {
  return {
    readLog: (address, after) => store.readLog(address, after),
    async readFile(address, fileId) {
      const lines = await store.readLog(address, 0);
      const file = lines.find(({ message }) => message.file?.id === fileId)?.message.file;
      const bytes = file && (await store.readFile(file.id));
      return file && bytes ? { bytes, name: file.name, type: MIME[file.type] } : undefined;
    },
    async viewApplication(number) {
      const application = await store.findApplication(number);
      return application && view(application);
    },
    async listApplications(viewer) {
      const people = await Promise.all((viewer ? [viewer] : seats).map(personAt));
      const found = await Promise.all(people.map(async (person) => (person ? store.findApplicationsOf(person) : [])));
      return Promise.all(found.flat().map(view));
    },
    health: () => store.ping(),
  };

  async function personAt(address: Address): Promise<string | undefined> {
    return (await store.findChat(address))?.person;
  }

  async function view(application: Application): Promise<ApplicationView> {
    const profile = await desk().profileOf(application.profileVersion);
    return viewApplication(application, serviceOf(application, profile), profile, desk().clock.now());
  }
}

/** The officers' page of figures; `desk` is asked for late, as above. */
export function dashboardFor(desk: () => Desk): Dashboard {
  return {
    open: (code) => openVisit(desk(), code),
    look: (token, wanted) => dashboardOf(desk(), token, wanted),
    close: (token) => closeVisit(desk(), token),
    async chart(section, language, width) {
      const { chartSvg } = await loadCharts();
      return chartSvg(section, { language, width, theme: 'auto' });
    },
  };
}

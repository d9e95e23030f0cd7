import type {LogEvent} from '../events/event.ts';
import {Fields, isRecord} from './parts/fields.ts';
import {insertSorted, type Spot, spotAfter} from './parts/log-position.ts';
import {NameTable, type NameTableData} from './parts/name-table.ts';
import {shortName, shortText} from './parts/short-text.ts';

const maxNames = 500;
const maxPerName = 8;
const maxParams = 50;

/** What a stage said about itself, once. */
export type Announcement = Spot & {
	readonly description: string | undefined;
	/** `process(records, minVal=20)` */
	readonly signature: string | undefined;
	/** The event's component. It may be the stage's name when the announced name is a class. */
	readonly component: string | undefined;
};

export type SignaturesData = NameTableData<readonly Announcement[]>;

/** What the stages announced, by the announced name. */
export class Signatures {
	readonly table = new NameTable<Announcement[]>({names: maxNames, hosts: 1}, () => []);

	add(event: LogEvent, ms: number, place: number): void {
		if (event.kind === 'stage_described') {
			this.#announce(event.fields, event.component, ms, place);
			return;
		}

		for (const stage of (new Fields(event.fields).list('stages') ?? []).slice(0, maxNames)) {
			if (typeof stage === 'string') {
				this.#announce({name: stage}, undefined, ms, place);
			} else if (isRecord(stage)) {
				this.#announce(stage, undefined, ms, place);
			}
		}
	}

	toData(): SignaturesData {
		return this.table.toData(announcements => announcements);
	}

	merge(right: SignaturesData, linesBefore: number): void {
		this.table.merge(right, (mine, theirs) => {
			for (const announcement of theirs) {
				insert(mine, spotAfter(announcement, linesBefore));
			}
		});
	}

	#announce(record: Readonly<Record<string, unknown>>, component: string | undefined, ms: number, place: number): void {
		const fields = new Fields(record);
		const name = fields.text('stage', 'name', 'stageName', 'class', 'className') ?? component;
		if (name !== undefined) {
			const own = fields.text('component') ?? component;
			const signature = fields.text('signature') ?? signatureOf(fields.list('params', 'parameters'));
			insert(this.table.row(name, ''), {
				ms,
				place,
				description: fields.text('description'),
				signature,
				component: own === undefined ? undefined : shortName(own),
			});
		}
	}
}

function insert(list: Announcement[], announcement: Announcement): void {
	insertSorted(list, announcement);
	if (list.length > maxPerName) {
		list.splice(1, 1); // keep the first one, which a view at the start of the log shows
	}
}

/** A signature composed from parameters: names, or objects with a name and possibly a default. */
function signatureOf(params: readonly unknown[] | undefined): string | undefined {
	const names = params?.slice(0, maxParams).flatMap(param => {
		if (typeof param === 'string') {
			return [shortName(param)];
		}

		const fields = new Fields(isRecord(param) ? param : {});
		const name = fields.text('name');
		const byDefault = fields.text('default') ?? fields.number('default')?.toString();
		return name === undefined ? [] : [byDefault === undefined ? name : `${name}=${byDefault}`];
	});
	return names === undefined ? undefined : shortText(`process(${names.join(', ')})`);
}

import {msOfUnit} from '../../shared/duration-units.ts';
import {unitInName} from '../../shared/field-names.ts';
import type {Draft} from '../event-draft.ts';
import {type ReadPath, readerOfPath} from '../field-path.ts';
import type {Fields} from '../fields.ts';
import type {EventReader} from '../read-event.ts';
import {routeOf} from '../values/route-of.ts';
import {timeFormat} from '../values/time-format.ts';
import type {TimeReader} from '../values/time-reader.ts';
import type {Place, RuleField} from './rule.ts';

/** Fills a field of an event from the fields of its line. @returns Whether it did. */
export type FillField = (draft: Draft, fields: Fields) => boolean;

/** What reads values under the log's options. */
export type Readers = {readonly events: Pick<EventReader, 'fill'>; readonly times: TimeReader};

/** The first path whose value fits the field fills it. A value that doesn't fit leaves the field as it is. */
export function compileField(
	field: RuleField,
	{field: paths = [], text, unit, format, values, isRoute}: Place,
	{events, times}: Readers,
): FillField {
	const form = format === undefined ? undefined : timeFormat(format);
	const said = (typeof paths === 'string' ? [paths] : paths).map(path => ({
		read: readerOf(path),
		unitMs: unit === undefined ? (unitInName(path) ?? 1) : msOfUnit.get(unit),
	}));
	const sources = text === undefined ? said : [{read: () => text, unitMs: undefined}];
	const meant = values === undefined ? undefined : new Map(Object.entries(values));
	const nameOr = (value: unknown) => {
		const name = field === 'component' ? named(value) : value;
		return isRoute === true && typeof name === 'string' && isTarget.test(name) ? routeOf(name) : name;
	};
	return (draft, fields) => {
		for (const {read, unitMs} of sources) {
			const value = meant === undefined ? read(fields) : meaningOf(read(fields), meant);
			if (value === undefined) {
				continue;
			}
			if (field === 'id' || field === 'parent') {
				if (named(value) !== undefined) {
					draft[field] = named(value);
					return true;
				}
			} else if (form !== undefined) {
				draft.timeMs = (typeof value === 'string' ? times.readAs(form, value) : undefined) ?? draft.timeMs;
				return true;
			} else if (events.fill(draft, field, nameOr(value), unitMs)) {
				return true;
			}
		}
		return false;
	};
}

/** A path or a URL; any other text is a name already. */
const isTarget = /^(?:[a-z][a-z\d+.-]{0,15}:\/)?\//i;

/** A path, or a text with paths in braces, which is there when the first of them is. */
function readerOf(path: string): ReadPath {
	const parts = path.split(/\{([^{}]+)\}/);
	if (parts.length === 1) {
		return readerOfPath(path);
	}
	const pieces = parts.map((part, index) => (index % 2 === 1 ? readerOfPath(part) : () => part));
	return fields =>
		named(pieces[1]?.(fields)) === undefined
			? undefined
			: pieces
					.map(read => named(read(fields)) ?? '')
					.join('')
					.trim();
}

/** A name may be a number. */
function named(value: unknown): string | undefined {
	return typeof value === 'number' || typeof value === 'boolean'
		? String(value)
		: typeof value === 'string' && value !== ''
			? value
			: undefined;
}

function meaningOf(value: unknown, meant: ReadonlyMap<string, string>): unknown {
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? (meant.get(String(value)) ?? value) : value;
}

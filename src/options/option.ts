import {UsageError} from '../errors.ts';

/** The raw value of an option: a string, a list of strings, whether it is given, or a list of tables. */
export type RawKinds = {
	readonly text: string;
	readonly list: readonly string[];
	readonly flag: boolean;
	readonly tables: readonly object[];
};

/** In the order of the help. */
export const optionGroups = ['Input:', 'Filters:', 'Alerts and baseline:', 'Screen:'] as const;
export type OptionGroup = (typeof optionGroups)[number];

/**
How to treat a key in a config file found near the working directory, which may be a stranger's. The user's own file may
set every key.

- `drawn`: taken, because it only changes how things look.
- `judged`: taken, and named beside a verdict, because it changes how lines are read, which count and what is wrong.
- `ignored`: it would write, run, record, alert or open something.
*/
export type WhenFound = 'drawn' | 'judged' | 'ignored';

/**
The type in a config file. `command` is a list with the program first, `map` an object of strings, read as `key=value`,
`tables` a list of objects.
*/
export type ConfigType = 'text' | 'number' | 'flag' | 'list' | 'command' | 'map' | 'tables';

export type ConfigKey = {
	/** Such as `window`, or `record.max` with its section. */
	readonly key: string;
	readonly type: ConfigType;
	readonly whenFound: WhenFound;
	/** More for docs/config-schema.json: `minimum`, `enum`. */
	readonly schema?: Readonly<Record<string, unknown>>;
};

/** One setting of the command line, the config file or both. */
export type Option<Kind extends keyof RawKinds = keyof RawKinds, Value = unknown> = {
	readonly kind: Kind;
	readonly group: OptionGroup;
	/** In commander's syntax; left out if only the config can set it. */
	readonly flags?: string;
	/** Another spelling, hidden from the help. */
	readonly alias?: string;
	/** The negating flag and its help. */
	readonly negated?: readonly [flags: string, help: string];
	/** One phrase for the help and for docs/config-schema.json. */
	readonly help: string;
	readonly config?: ConfigKey;
	/** @param place - What errors call it: `--window`, or the file with its key. @throws UsageError */
	read(raw: RawKinds[Kind], place: string): Value | Promise<Value>;
	/** If neither sets it. */
	readonly default?: Value;
};

/** @param wants - The rest of the error for a value that `parse` can't read: `is not a size: use 64MiB or 1G`. */
export function wanted<Value>(
	parse: (text: string) => Value | undefined,
	wants: string | ((text: string) => string),
): (text: string, place: string) => Value {
	return (text, place) => {
		const value = parse(text);
		if (value === undefined) {
			throw new UsageError(`${place} ${text === '' ? '""' : text} ${typeof wants === 'string' ? wants : wants(text)}`);
		}
		return value;
	};
}

type Parts<Kind extends keyof RawKinds, Value> = Omit<Option<Kind, Value>, 'kind' | 'read'>;

export function textOption<Value, Rest extends Parts<'text', Value>>(
	option: Rest & {read(raw: string, place: string): Value | Promise<Value>},
): Rest & Option<'text', Value> {
	return {...option, kind: 'text'};
}

/** An option that may be given several times. */
export function listOption<Rest extends Parts<'list', readonly string[]>>(option: Rest): Rest & Option<'list', readonly string[]> {
	return {...option, kind: 'list', read: raw => raw};
}

export function flagOption<Rest extends Parts<'flag', boolean>>(option: Rest): Rest & Option<'flag', boolean> {
	return {...option, kind: 'flag', read: raw => raw};
}

/** A list of tables, which only a config file can set. */
export function tablesOption<Value, Rest extends Parts<'tables', Value>>(
	option: Rest & {read(raw: readonly object[], place: string): Value | Promise<Value>},
): Rest & Option<'tables', Value> {
	return {...option, kind: 'tables'};
}

/** Extracts `--window` from `-w, --window <span>`. */
export function longFlag(flags: string): string {
	return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

import {UsageError} from '../errors.ts';

/** What an option is given: a text, texts, or that it is there. */
export type RawKinds = {readonly text: string; readonly list: readonly string[]; readonly flag: boolean};

/** In the order of the help. */
export const optionGroups = ['What is read:', 'Which lines count:', 'What is judged:', 'The screen:'] as const;
export type OptionGroup = (typeof optionGroups)[number];

/**
What is made of a key in a config file that was found near the working directory, which may be a stranger's; the user's own file may say everything.

- `drawn`: taken, for it only says how things look.
- `judged`: taken, and told where a verdict is, for it says how lines are read, which count and what is wrong with them.
- `ignored`: it would write, run, record, alert or open something.
*/
export type WhenFound = 'drawn' | 'judged' | 'ignored';

/** How a config file says it. `command` is a list with a program first, `map` an object of texts, read as `key=text`. */
export type ConfigType = 'text' | 'number' | 'flag' | 'list' | 'command' | 'map';

export type ConfigKey = {
	/** `window`, or with its section `record.max`. */
	readonly key: string;
	readonly type: ConfigType;
	readonly whenFound: WhenFound;
	/** More for docs/config-schema.json: `minimum`, `enum`. */
	readonly schema?: Readonly<Record<string, unknown>>;
};

/** One thing that the command line, the config file or both can say. */
export type Option<Kind extends keyof RawKinds = keyof RawKinds, Value = unknown> = {
	readonly kind: Kind;
	readonly group: OptionGroup;
	/** As commander takes them; none where only the config says it. */
	readonly flags?: string;
	/** Another spelling, not in the help. */
	readonly alias?: string;
	/** The flag that says no, and its help. */
	readonly negated?: readonly [flags: string, help: string];
	/** One phrase for the help and for docs/config-schema.json. */
	readonly help: string;
	readonly config?: ConfigKey;
	/** @param place - How an error names it: `--window`, or the file with its key. @throws UsageError */
	read(raw: RawKinds[Kind], place: string): Value | Promise<Value>;
	/** Where nobody says it. */
	readonly default?: Value;
};

/** @param wants - What a value that `parse` can't read should be: `is not a size: use 64MiB or 1G`. */
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

/** One that may be given several times. */
export function listOption<Rest extends Parts<'list', readonly string[]>>(option: Rest): Rest & Option<'list', readonly string[]> {
	return {...option, kind: 'list', read: raw => raw};
}

export function flagOption<Rest extends Parts<'flag', boolean>>(option: Rest): Rest & Option<'flag', boolean> {
	return {...option, kind: 'flag', read: raw => raw};
}

/** `--window` of `-w, --window <span>`. */
export function longFlag(flags: string): string {
	return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

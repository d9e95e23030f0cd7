import * as v from 'valibot';
import {type ConfigFile, configSchema, type WhenFound} from './config-schema.ts';

export type TakenConfig = {
	readonly taken: ConfigFile;
	/** Its keys, such as `alerts.rules`. */
	readonly keys: readonly string[];
	/** Those of them that say how it is judged what is in a log. */
	readonly judged: readonly string[];
	readonly ignored: readonly string[];
};

/** What is taken of a file that was found near the working directory. */
export function takeFound(file: ConfigFile): TakenConfig {
	const leaves = leavesOf(file);
	const taken = leaves.filter(({whenFound}) => whenFound !== 'ignored');
	const content: Record<string, unknown> = {};
	for (const {section, key, value} of taken) {
		content[section ?? key] = section === undefined ? value : {...(content[section] ?? {}), [key]: value};
	}
	const named = (wanted: WhenFound) => leaves.filter(({whenFound}) => whenFound === wanted).map(nameOf);
	return {taken: v.parse(configSchema, content), keys: taken.map(nameOf), judged: named('judged'), ignored: named('ignored')};
}

type Leaf = {readonly section: string | undefined; readonly key: string; readonly whenFound: WhenFound; readonly value: unknown};

const nameOf = ({section, key}: Leaf): string => (section === undefined ? key : `${section}.${key}`);

function leavesOf(file: ConfigFile): readonly Leaf[] {
	return Object.entries(configSchema.entries).flatMap(([name, entry]): readonly Leaf[] => {
		const value = file[name as keyof ConfigFile];
		if (value === undefined) {
			return [];
		}
		if ('whenFound' in entry) {
			return [{section: undefined, key: name, whenFound: entry.whenFound, value}];
		}
		return Object.entries(entry.wrapped.entries).flatMap(([key, {whenFound}]) => {
			const inside = Object.entries(value).find(([each]) => each === key)?.[1];
			return inside === undefined ? [] : [{section: name, key, whenFound, value: inside}];
		});
	});
}

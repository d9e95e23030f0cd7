import type {WhenFound} from '../options/option.ts';
import type {ConfigFile} from './config-schema.ts';
import {type Said, saidIn} from './config-values.ts';

export type TakenConfig = {
	readonly taken: readonly Said[];
	/** The keys taken that change how the log is judged, such as `alerts.rules`. */
	readonly judged: readonly string[];
	readonly ignored: readonly string[];
};

/** Sorts the keys of a config file found near the working directory into those taken and those ignored. */
export function takeFound(file: ConfigFile): TakenConfig {
	const said = saidIn(file);
	const named = (wanted: WhenFound) => said.filter(({known}) => known.whenFound === wanted).map(({known}) => known.key);
	return {taken: said.filter(({known}) => known.whenFound !== 'ignored'), judged: named('judged'), ignored: named('ignored')};
}

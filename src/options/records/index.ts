import {alerts, baseline} from './judging.ts';
import {filter, level, since, stage, until} from './lines.ts';
import {bell, onAlert, onAlertCommand} from './notifying.ts';
import {config, dialect, files, follow, map, rules, sourceCommand, threads, timeFormat, timeZone} from './reading.ts';
import {keep, record, recordMaxBytes, recordOff} from './recording.ts';
import {ascii, at, color, fps, mouse, speed, theme, windowMs} from './screen.ts';

/** Every option of every command, by value name, in the order of the help. */
export const optionRecords = {
	...{files, follow, sourceCommand, config, map, rules, timeZone, timeFormat, dialect, threads},
	...{filter, level, stage, since, until},
	...{alerts, baseline},
	...{at, speed, windowMs},
	...{record, recordMaxBytes, recordOff, keep},
	...{onAlert, onAlertCommand, bell},
	...{fps, theme, mouse, ascii, color},
};

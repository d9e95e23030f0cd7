import {Socket} from 'node:net';
import {EventSelector} from '../../engine/select/select-events.ts';
import {selectSink} from '../../engine/select/select-sink.ts';
import type {Misread} from '../../events/misreadings.ts';
import {compileMatcher} from '../../history/line-matcher.ts';
import {readLog} from '../../reading/read-log.ts';
import {readSource} from '../../reading/read-source.ts';
import {misreadWords} from '../../screen/format/misread-words.ts';
import {onlyPart, type Source} from '../../sources/index.ts';
import {LogDatabase} from '../../sql/database.ts';
import {exportFormatOf, exportResult} from '../../sql/export.ts';
import type {LogTable} from '../../sql/log-table.ts';
import {Problems} from '../problems.ts';
import {selectionOf} from '../selection.ts';
import {sourceNames} from '../tell-misread.ts';
import type {PrintedQuery} from './query-options.ts';
import {printResult} from './query-output.ts';
import {pipelineDescriptors} from './sql-protocol.ts';

type Around = {
	readonly signal: AbortSignal;
	readonly say: (notice: string) => void;
	readonly onMade: (path: string) => void;
	/** Starts the pipeline. */
	readonly start: () => void;
};

/**
Runs one SELECT over a log and prints its rows or writes them to a file.

@returns 3 if a source could not be read to its end, 1 if there are no rows, else 0.
@throws SqlError with the column for a wrong query, UsageError if DuckDB isn't installed.
*/
export async function printQuery(options: PrintedQuery, {signal, say, onMade, start}: Around): Promise<number> {
	const {files, command, stdin, read, sql, format, isExact, output} = options;
	const problems = new Problems(say);
	const database = await LogDatabase.open(onMade);
	signal.addEventListener('abort', () => database.interrupt());
	try {
		signal.throwIfAborted();
		const query = await database.read(sql);
		const selection = await selectionOf(options);
		let misread: Misread | undefined;
		const load = async (table: LogTable) => {
			const selector = new EventSelector(read, compileMatcher(selection, [selection.filter]), selected => table.add(selected));
			const sink = selectSink(selector, signal);
			const reading = {read, onProblem: problems.take, onNotice: say, signal};
			await readLog({files, stdin, command: undefined}, sink, reading);
			if (command !== undefined) {
				start();
				await Promise.all(
					pipelineDescriptors.map(fd => readSource(pipeSource(command[0], fd), files.length + Number(stdin), sink, reading)),
				);
			}
			selector.end();
			({misread} = selector);
		};
		const asked = database.ask(query, load, {isOnce: stdin || command !== undefined});
		const rows =
			output === undefined
				? await printResult(await asked.rows(), format, isExact)
				: await exportResult(asked, output, {format: exportFormatOf(output), isExact, onMade});
		if (output !== undefined) {
			say(`${rows} ${rows === 1 ? 'row' : 'rows'} written to ${output}`);
		}
		if (misread !== undefined) {
			misreadWords(misread, sourceNames(options)).forEach(say);
		}
		return problems.exitCode(rows > 0 ? 0 : 1);
	} finally {
		database.close();
	}
}

function pipeSource(name: string, fd: number): Source {
	return {
		name,
		isOnce: true,
		isOfParts: false,
		read: ({signal}) => onlyPart(new Socket({fd, readable: true, writable: false, signal})),
	};
}

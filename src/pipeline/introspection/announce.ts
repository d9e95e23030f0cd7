import {StructuredLogger} from '../structured-logger.ts';
import {type Inspectable, inspectPipeline} from './inspect-pipeline.ts';
import {formatParameter} from './parameter.ts';

/**
Logs `stage_described` {stage, description, signature, params} for each stage under the stage's own component, so that
the log explains what each stage does. Call it once, at the start.

@param logger - Writes the lines; its component is used for stages that don't have one. Default: component `pipeline`,
on stdout.
@param source - As in `inspectPipeline`.
*/
export function announce(
	stages: Iterable<Inspectable>,
	{
		logger = new StructuredLogger('pipeline'),
		...options
	}: {readonly logger?: StructuredLogger; readonly source?: string | URL | ReadonlyArray<string | URL>} = {},
): void {
	for (const {stage, component, description, signature, params} of inspectPipeline(stages, options)) {
		const own = component === undefined ? logger : logger.child(component);
		own.info('stage_described', {stage, description, signature, params: params.map(formatParameter)});
	}
}

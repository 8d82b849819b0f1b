/** The operations on reserved concurrency. */
import { LambdaError } from '../control/lambda-error.ts';
import { sumReservations } from '../control/sum-reservations.ts';
import { decideReservation } from '../policies/index.ts';
import {
  answer,
  answerNothing,
  type LambdaCall,
  type Operations,
  readFields,
  readFunctionName,
} from './lambda-call.ts';

export const concurrencyOperations: Operations = {
  async 'PUT /2017-10-31/functions/{name}/concurrency'(call) {
    const name = readFunctionName(call);
    const reserved = readReserved((await readFields(call))['ReservedConcurrentExecutions']);
    demandUnreserved(call, name, reserved);
    await call.context.registry.reserve(name, reserved);
    call.context.log(`function ${name} has ${reserved} of the concurrency reserved`);
    answer(call, 200, { ReservedConcurrentExecutions: reserved });
  },
  'GET /2019-09-30/functions/{name}/concurrency'(call) {
    const { name } = call.context.registry.get(readFunctionName(call));
    answer(call, 200, { ReservedConcurrentExecutions: call.context.registry.reservations.get(name) });
  },
  async 'DELETE /2017-10-31/functions/{name}/concurrency'(call) {
    await call.context.registry.reserve(readFunctionName(call), undefined);
    answerNothing(call);
  },
};

function readReserved(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new LambdaError(
    'InvalidParameterValueException',
    `1 validation error detected: Value '${JSON.stringify(value) ?? 'null'}' at 'reservedConcurrentExecutions' failed to satisfy constraint: ` +
      'Member must have value greater than or equal to 0',
  );
}

function demandUnreserved({ context }: LambdaCall, name: string, wanted: number): void {
  const { reservations } = context.registry;
  const others = sumReservations(reservations) - (reservations.get(name) ?? 0);
  const { admission } = context.profile;
  if (decideReservation(wanted, others, admission).kind === 'reserve') return;
  throw new LambdaError(
    'InvalidParameterValueException',
    `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${admission.leastUnreserved}].`,
  );
}

import { type Fault, sayFault } from '@teia/contracts'

/** Why a row does not get in, for whoever repairs the file. */
export class RowRefusal extends Error {
  override readonly name = 'RowRefusal'
  readonly fault: Fault

  constructor(fault: Fault) {
    super(sayFault(fault))
    this.fault = fault
  }
}

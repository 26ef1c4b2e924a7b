import { type Erasure, ErasureReceipt } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Icon } from '../../ui/icons.tsx'

const stores = ErasureReceipt.shape.store.options

/** A line for each store: what was taken out of it and when, or that it waits, and since how many tries. */
export function Receipts({ erasure }: { erasure: Erasure }) {
  const { t, format } = useText()
  const { waiting } = erasure
  return (
    <ul className="rows receipts">
      {stores.map((store) => {
        const receipt = erasure.receipts.find((one) => one.store === store)
        return (
          <li key={store}>
            {receipt ? (
              <span className="good-text">
                <Icon name="good" />
              </span>
            ) : (
              <span className={waiting?.store === store ? 'warn-text' : 'note'}>
                <Icon name={waiting?.store === store ? 'warn' : 'clock'} />
              </span>
            )}
            <span className="grow">
              {t(`privacy.store_${store}`)}
              {waiting?.store === store && (
                <span className="note refusal">
                  {t('privacy.refuses', { n: waiting.tries, at: format.moment(waiting.nextTryAt) })}
                </span>
              )}
            </span>
            <span className="note">
              {receipt
                ? t('privacy.removed', { n: receipt.removed, at: format.moment(receipt.at) })
                : t('privacy.waits')}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

// What `stepwright worker` is given: the workflow, and the shop's handlers.
import { openedShop } from "./opened-shop.ts"

export { placeOrder } from "./workflow.ts"
export const { handlers } = openedShop()

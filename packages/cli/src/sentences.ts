import { sdJwtWords } from '@hashikake/sd-jwt/words'
import { waistWords } from '@hashikake/verifier/explain'

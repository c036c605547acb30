<?php
/**
 * Land and borders of the service's map, read from its bytes: docs/map.md of Exonym has their layout.
 *
 * @package Exonym
 */

namespace Exonym\Map;

defined( 'ABSPATH' ) || exit;

/** The base of a map. What is read too far is nothing: bytes that end early make a shorter map, or none. */
class Base {
	/**
	 * What is told of it: bits, borders, view, places.
	 *
	 * @var array
	 */
	public $told = array();

	/**
	 * Rings of land, each a list of x and y in turn; the world is a square of side 1.
	 *
	 * @var array
	 */
	public $land = array();

	/**
	 * Borders, likewise: each with `dashed` and `points`.
	 *
	 * @var array
	 */
	public $borders = array();

	/**
	 * The bytes.
	 *
	 * @var string
	 */
	private $bytes;

	/**
	 * How far they have been read.
	 *
	 * @var int
	 */
	private $at = 0;

	/**
	 * Where the pen is, in units.
	 *
	 * @var array
	 */
	private $pen = array( 0, 0 );

	/**
	 * Read one.
	 *
	 * @param string $bytes Of /v1/map/base.
	 */
	public function __construct( string $bytes ) {
		$this->bytes = $bytes;
		$length      = $this->next();
		$told        = json_decode( substr( $bytes, $this->at, max( 0, $length ) ), true );
		$this->told  = is_array( $told ) ? $told : array();
		$this->at   += max( 0, $length );
		$unit        = 1 / ( 1 << min( 40, max( 1, (int) ( $this->told['bits'] ?? 1 ) ) ) );
		for ( $left = $this->next(); $left > 0 && ! $this->is_over(); $left-- ) {
			$this->land[] = $this->line( $unit, $this->next() )['points'];
		}
		for ( $left = $this->next(); $left > 0 && ! $this->is_over(); $left-- ) {
			$this->borders[] = $this->line( $unit, 0 );
		}
	}

	/**
	 * A ring of several pieces, or, of none, a border.
	 *
	 * @param float $unit   Of the steps.
	 * @param int   $pieces How many.
	 */
	private function line( float $unit, int $pieces ): array {
		$this->step();
		$points = array( $this->pen[0] * $unit, $this->pen[1] * $unit );
		$dashed = false;
		for ( $piece = max( $pieces, 1 ); $piece > 0 && ! $this->is_over(); $piece-- ) {
			$told   = $this->next();
			$dashed = 0 === $pieces && 1 === $told % 2;
			for ( $step = intdiv( $told, 2 ); $step > 0 && ! $this->is_over(); $step-- ) {
				$this->step();
				$points[] = $this->pen[0] * $unit;
				$points[] = $this->pen[1] * $unit;
			}
		}
		return array( 'points' => $points, 'dashed' => $dashed );
	}

	/** Move the pen. */
	private function step(): void {
		$this->pen[0] += $this->next();
		$this->pen[1] += $this->next();
	}

	/** Whether all has been read. */
	private function is_over(): bool {
		return $this->at >= strlen( $this->bytes );
	}

	/** The next number: zigzag, seven bits a byte. */
	private function next(): int {
		$number = 0;
		for ( $shift = 0; $shift < 56 && $this->at < strlen( $this->bytes ); $shift += 7 ) {
			$byte    = ord( $this->bytes[ $this->at++ ] );
			$number |= ( $byte & 127 ) << $shift;
			if ( $byte < 128 ) {
				break;
			}
		}
		return $number & 1 ? -( ( $number + 1 ) >> 1 ) : $number >> 1;
	}
}
